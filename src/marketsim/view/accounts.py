"""Accounts as agents."""

from marketsim.view.view import View
from marketsim.world.accounts import Accounts
from marketsim.world.states import AccountStatus


class Account(View, table=Accounts, states={"status": AccountStatus}):
    """An account through which a shop is paid; `holder` is the dropper, None once the person is gone."""

    of_shops = True
