"""Measures that the reader of a report can choose to see move through time."""

COURSES = (
    "orders", "retail_t", "active_users", "dependent_users", "initiations", "retail_price_alpha_pvp",
    "retail_price_mephedrone", "retail_price_cannabinoid", "wholesale_price_alpha_pvp", "wholesale_price_mephedrone",
    "wholesale_price_cannabinoid", "courier_wage", "revenue_bn_kzt", "shops_open", "shops_opened",
    "telegram_channels_alive", "resources_found", "resources_blocked", "searches", "drops_placed",
    "drops_missing_share", "couriers_active", "hires", "detained_online_trade", "detained_couriers",
    "detained_buyers", "detained_administrators", "synthetics_seized_kg", "precursors_used_t", "production_t",
    "imports_t", "labs_dismantled", "kitchen_labs_open", "poisonings", "deaths", "nps_first_hospitalisations",
    "treatment_entries", "patients", "treatment_refused", "infections_hcv", "convictions_trafficking",
    "convictions_possession", "convicts_synthetic_trafficking_stock", "buyers_in_prison", "prison_years",
    "money_frozen_bn_kzt", "public_money_bn_kzt",
)  # fmt: skip
"""Measures whose course can be chosen, the first of them shown first."""
MAPS = (
    "active_users", "dependent_users", "orders", "drops_placed", "detained_couriers", "detained_buyers", "patrol_hours",
    "resources_blocked", "labs_dismantled", "poisonings", "treatment_entries",
)  # fmt: skip
"""Measures that can be mapped, likewise."""
