"""All kinds of views, by the table whose rows they show."""

from marketsim.view.accounts import Account
from marketsim.view.buyers import Buyer
from marketsim.view.channels import Channel
from marketsim.view.drops import Drop
from marketsim.view.officers import Officer
from marketsim.view.shops import Shop
from marketsim.view.staff import ROLES
from marketsim.view.suppliers import Consignment, Group, Laboratory
from marketsim.view.view import View

KINDS: dict[str, tuple[type[View], ...]] = {
    "buyers": (Buyer,),
    "shops": (Shop,),
    "channels": (Channel,),
    "staff": ROLES,
    "drops": (Drop,),
    "accounts": (Account,),
    "groups": (Group,),
    "laboratories": (Laboratory,),
    "consignments": (Consignment,),
    "officers": (Officer,),
}
"""Kinds of view by table. Where a table has several, its column `role` says which."""
