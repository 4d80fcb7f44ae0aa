"""Who the people are who come into the market: ages, sexes, habits."""

from marketsim.core.parameters import Grade, ParameterSet, param


class People(ParameterSet):
    """Traits of newcomers to the trade and to use."""

    user_women: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="minority in treatment data; no national series"
    )
    """Share of women among people at risk of use."""
    user_ages: tuple[float, ...] = param(
        (0.1, 0.45, 0.35, 0.1),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="young adults, as in the literature on cathinones",
    )
    """Shares of the four age bands (under 18, 18-24, 25-34, 35 on) among people at risk."""
    online: float = param(0.95, unit="share", low=0, high=1, grade=Grade.MEASURED, source="online-share")
    """Share of users who buy in shops themselves."""
    intermediary_from_opioids: float = param(
        4.0,
        unit="factor",
        low=1,
        high=20,
        grade=Grade.ASSUMED,
        source="older, poorer and less often online; the share of all stays `online`",
    )
    """Share of former or current opioid users who buy through an intermediary, relative to the others' share."""
    injects: float = param(0.2, unit="share", low=0, high=1, grade=Grade.BORROWED, source="inject (0.1-0.33)")
    """Share of users who inject, but for those who came from opioids."""
    injects_from_opioids: float = param(
        0.8, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="most injected opioids before"
    )
    """Share of former or current opioid users who inject."""
    wants_medicines: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="pregabalin and tropicamide are named among what is used along; no published share",
    )
    """Share of users who take potent medicines along, if they can be had."""
    came_from_opioids: float = param(
        0.08,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="registered_drug_users_all falls by 7,000 in 2016-2020",
    )
    """Share of people at risk who use or used opioids."""
    hiv: float = param(
        0.03,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a third of hiv (patients), since users in general are younger",
    )
    """Share who live with HIV on coming to use."""
    hcv: float = param(0.06, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a third of hcv-18 (patients)")
    """Share who live with hepatitis C on coming to use."""
    spending_limit: float = param(
        26_000.0,
        unit="KZT / order",
        low=1_000,
        high=1_000_000,
        grade=Grade.ASSUMED,
        source="half of the monthly spending in defaults",
    )
    """Median of the most that somebody pays for one order; log-normal with sigma 0.5 (assumed)."""
    staff_women: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="press and court reports: many women among couriers",
    )
    """Share of women among staff."""
    staff_ages: tuple[float, ...] = param(
        (0.06, 0.54, 0.3, 0.1),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="most are young (court reports)",
    )
    """Shares of the four age bands among staff."""
    staff_first_offence: float = param(
        0.62, unit="share", low=0, high=1, grade=Grade.BORROWED, source="conv-first-2023 over conv-2023"
    )
    """Share of staff never convicted before."""
    operators_abroad: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="many operators sit abroad (chapter 2)"
    )
    """Share of operators and administrators who live abroad."""
    refunds: float = param(0.35, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="shops differ; no series")
    """Mean share of disputes in which a shop pays back; shops differ evenly between nothing and twice as much."""
    resends: float = param(0.15, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="shops differ; no series")
    """Mean share of disputes in which a shop sends another parcel, likewise."""
    lotteries: float = param(
        0.4, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="prizes in chats are common (chapter 2), no count"
    )
    """Share of shops that give prizes for good reports."""
    owners_abroad: float = param(
        0.8, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="most owners sit abroad (chapter 2)"
    )
    """Share of shop owners who live abroad."""
