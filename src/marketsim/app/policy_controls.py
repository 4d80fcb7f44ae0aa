"""Switches, dates and strengths of policies on the screen."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from marketsim.app.catalogue import Words, plain
from marketsim.app.editing import Edit, edited, offers
from marketsim.app.setting_controls import Controls
from marketsim.interventions.intervention import Intervention
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.scenario import Scenario


def show(base: Scenario, others: Sequence[Scenario], words: Words) -> Scenario | None:
    """Show the policies of a scenario and return it as it is changed, or none where settings do not go together."""
    st.subheader(words("policies.head"))
    found = offers(base, others)
    mark = f"{base.digest()[:12]}-{st.session_state.setdefault('undone', 0)}"
    chosen = st.multiselect(
        words("policies.add"),
        list(found),
        format_func=lambda name: f"{words.name('kind', found[name].policy.kind)} ({name.replace('_', ' ')})",
        placeholder=words("policies.add_none"),
        help=words("policies.add_help"),
        key=f"add-{mark}",
    )
    added = {name: found[name].policy for name in chosen}
    edits: dict[str, Edit] = {}
    for name, policy in added.items():
        edits[name] = _policy(name, policy, base, mark, words, True)
    if base.policies:
        st.markdown(f"**{words('policies.history')}**", help=words("policies.history_help"))
        with st.container(height=430 if len(base.policies) > 6 else "content", border=False):
            for name, policy in base.policies.items():
                edits[name] = _policy(name, policy, base, mark, words, False)
    if st.button(words("policies.reset"), key="reset"):
        st.session_state["undone"] += 1
        st.rerun()
    try:
        return edited(base, added, edits)
    except ScenarioError as error:
        why = "; ".join(f"{fault.path}: {fault.what}" for fault in error.faults[:3])
        st.error(words("policies.wrong", why=plain(why)))
        return None


def _policy(name: str, policy: Intervention, base: Scenario, mark: str, words: Words, is_open: bool) -> Edit:
    """Show one policy and return what was done to it."""
    key = f"{mark}-{name}"
    start = st.session_state.get(f"{key}-start", policy.start)
    end = st.session_state.get(f"{key}-end", policy.end)
    when = words("policies.until", start=start, end=end) if end else words("policies.from", start=start)
    is_on = st.session_state.get(f"{key}-on", True)
    title = f"**{plain(words.name('kind', policy.kind))}** {plain(name.replace('_', ' '), 60)}, {plain(when)}"
    state = "" if is_on else f" ({words('policies.is_off')})"
    with st.expander(f"~~{title}~~{state}" if state else title, expanded=is_open, key=f"{key}-box"):
        on = st.toggle(words("policies.on"), value=True, key=f"{key}-on")
        changes: dict[str, Any] = {}
        for field, value in Controls(policy, base, key, words, disabled=not on).show():
            if value != getattr(policy, field):
                changes[field] = value
        return Edit(on, changes)
