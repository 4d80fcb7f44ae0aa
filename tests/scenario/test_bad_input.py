"""Bad input ends in faults with place, words and a way to mend it: one test for each kind of it."""

import pytest

BLITZ = "interventions:\n  - {kind: %s, start: 2019-01-01%s}\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("titel: x\n", "a.yaml:1:1  titel: there is no 'titel' here. Did you mean 'title'?"),
        (
            "parameters: {first_dey: {}}\n",
            "a.yaml:1:14  parameters.first_dey: there is no 'first_dey' here. Did you mean 'first_day'?",
        ),
        (
            "parameters:\n  first_day:\n    shop: 5\n",
            "a.yaml:3:5  parameters.first_day.shop: there is no 'shop' here. Did you mean 'shops'?",
        ),
        (
            "title: a\npriors: {}\n",
            "a.yaml:1:1  this file is a calibration and no scenario. "
            "Give it to 'marketsim calibrate', which with --dry-run checks it.",
        ),
        (
            "scenarios: [b.yaml]\n",
            "a.yaml:1:1  this file is a design of runs and no scenario. "
            "Give it to 'marketsim sweep', which with --dry-run checks it.",
        ),
        ("space: {side: 8}\n", "a.yaml:1:9  space.side: there is no 'side' here. Did you mean 'city_side'?"),
        (
            "title: a\nscale: 1\ntitle: b\n",
            "a.yaml:3:1  title: this key is written twice (first on line 1). Keep one of them.",
        ),
        ("title: 5\n", "a.yaml:1:8  title: wants text, not the number 5. Give text."),
        ("title:\nscale: 1\n", "a.yaml:1:1  title: wants text, not nothing. Give text."),
        (
            "parameters: {people: {online: NO}}\n",
            "a.yaml:1:31  parameters.people.online: wants a number, not the text 'NO'. "
            "Give a number from 0 to 1 (share).",
        ),
        (
            "parameters: {people: {online: '0.5'}}\n",
            "a.yaml:1:31  parameters.people.online: wants a number, not the text '0.5'. Write it without quotes.",
        ),
        (
            "parameters: {people: {online: 12.5%}}\n",
            "a.yaml:1:31  parameters.people.online: wants a number, not the text '12.5%'. Write it as 0.125.",
        ),
        (
            "parameters: {people: {online: 120%}}\n",
            "a.yaml:1:31  parameters.people.online: wants a number, not the text '120%'. "
            "Give a number from 0 to 1 (share).",
        ),
        (
            "parameters: {first_day: {shop_money: 10%}}\n",
            "a.yaml:1:38  parameters.first_day.shop_money: wants a number, not the text '10%'. "
            "Give a number from 0 to 1000000000.0 (KZT / shop).",
        ),
        ("scale: 10%\n", "a.yaml:1:8  scale: '10%' is no number. Write a tenth as 0.1 or 1/10."),
        (
            "parameters: {people: {online: 1.5}}\n",
            "a.yaml:1:31  parameters.people.online: 1.5 is out of range. Give a value from 0 to 1 (share).",
        ),
        (
            f"parameters: {{people: {{online: {'9' * 48}}}}}\n",
            "a.yaml:1:31  parameters.people.online: 1e+48 is out of range. Give a value from 0 to 1 (share).",
        ),
        (
            "parameters: {people: {online: .nan}}\n",
            "a.yaml:1:31  parameters.people.online: wants a finite number, not the number nan. "
            "Give a finite number from 0 to 1 (share).",
        ),
        (
            "parameters: {first_day: {shop_money: -.inf}}\n",
            "a.yaml:1:38  parameters.first_day.shop_money: wants a finite number, not the number -inf. "
            "Give a finite number from 0 to 1000000000.0 (KZT / shop).",
        ),
        (
            "parameters: {people: 5}\n",
            "a.yaml:1:22  parameters.people: wants a mapping of names to values, not the number 5. "
            "Give a mapping of names to values.",
        ),
        (
            "parameters: [1]\n",
            "a.yaml:1:13  parameters: wants a mapping of names to settings, not a list. "
            "Write 'name:' and the settings below it.",
        ),
        (
            "scale: 0.7\n",
            "a.yaml:1:8  scale: 0.7 is not 1/k with k a whole number from 1 to 50. The nearest is 0.5 (1/2).",
        ),
        ("scale: 7\n", "a.yaml:1:8  scale: 7 is not 1/k with k a whole number from 1 to 50. The nearest is 1."),
        (
            "start: 2020-01-01\nend: 2019-01-01\n",
            "a.yaml:2:6  end: end 2019-01-01 is before start 2020-01-01. Swap them or move one.",
        ),
        (
            "measures_from: 2016-01-01\n",
            "a.yaml:1:16  measures_from: measures_from 2016-01-01 is before start 2017-01-01. Move it into the run.",
        ),
        (
            "measures_from: 2025-01-01\n",
            "a.yaml:1:16  measures_from: measures_from 2025-01-01 is after end 2024-04-30. Move it into the run.",
        ),
        (
            "start: 2017-02-30\n",
            "a.yaml:1:8  start: wants a date such as 2017-12-31, not the text '2017-02-30'. "
            "Write year, month and day: day value is outside expected range.",
        ),
        (
            "start: 20170101\n",
            "a.yaml:1:8  start: wants a date such as 2017-12-31, not the number 20170101. Write year, month and day.",
        ),
        (
            "space: {regions: [almaty_city, astanna]}\n",
            "a.yaml:1:32  space.regions[1]: there is no region 'astanna'. Did you mean 'astana'?",
        ),
        (
            BLITZ % ("site_bloking", ""),
            "a.yaml:2:12  interventions[0].kind: there is no 'site_bloking'. Did you mean 'site_blocking'?",
        ),
        (
            BLITZ % ("site_blocking", ", stat: 1"),
            "a.yaml:2:46  interventions[0].stat: there is no 'stat' here. Did you mean 'start'?",
        ),
        (
            BLITZ % ("site_blocking", ", end: 2018-01-01"),
            "a.yaml:2:51  interventions[0].end: end 2018-01-01 is before start 2019-01-01. Swap them or leave end out.",
        ),
        (
            BLITZ % ("weight_thresholds", ", products: [alpha_pvd]"),
            "a.yaml:2:61  interventions[0].products[0]: there is no product 'alpha_pvd' in this scenario. "
            "Did you mean 'alpha_pvp'?",
        ),
        (
            "interventions: [{kind: site_blocking}]\n",
            "a.yaml:1:17  interventions[0].start: it is missing. Add it: First day in force.",
        ),
        (
            "interventions: {}\ninterventions: 7\n",
            "a.yaml:2:1  interventions: this key is written twice (first on line 1). Keep one of them.",
        ),
        (
            "interventions: 7\n",
            "a.yaml:1:16  interventions: wants a list, not the number 7. "
            "Write one entry a line: - kind: site_blocking.",
        ),
        (
            "interventions: [7]\n",
            "a.yaml:1:17  interventions[0]: wants a mapping, not the number 7. "
            "Write kind, start and the settings of a policy.",
        ),
        ("", "a.yaml:1:1  the file is empty. Write keys and values, such as 'extends: baseline.yaml'."),
        (
            "# only a remark\n",
            "a.yaml:1:1  the file is empty. Write keys and values, such as 'extends: baseline.yaml'.",
        ),
        (
            "- a\n- b\n",
            "a.yaml:1:1  the top of the file wants a mapping, not a list. "
            "Write keys and values, such as 'extends: baseline.yaml'.",
        ),
        (
            "title: !!python/object/apply:os.system [ls]\n",
            "a.yaml:1:8  title: tags such as tag:yaml.org,2002:python/object/apply:os.system are not allowed. "
            "Write the plain value.",
        ),
        ("title: *x\n", "a.yaml:1:8  title: there is no anchor &x. Take it out: nothing can be named here."),
        ("title: &x [*x]\n", "a.yaml:1:12  title: *x repeats itself. Write the value out."),
        ("[a, b]: 1\n", "a.yaml:1:1  a key must be a word, not a list or mapping. Write a word before the colon."),
        (
            "title: a\n---\ntitle: b\n",
            "a.yaml:2:1  there is a second document. Keep one document in a file: take out '---'.",
        ),
        (
            "title: 'half\n",
            "a.yaml:2:1  this is no YAML: found unexpected end of stream. "
            "Check indentation, colons, quotes and brackets.",
        ),
        (
            "remove: [lockdown]\n",
            "a.yaml:1:10  remove[0]: there is no intervention 'lockdown' to remove. "
            "Take it out: nothing can be named here.",
        ),
        (
            "products: {Alpha: {price: 1000}}\n",
            "a.yaml:1:12  products.Alpha: 'Alpha' is no name of a product. Use lower case, digits and underscores.",
        ),
        (
            "products: {novel: {price: 1000}}\n",
            "a.yaml:1:19  products.novel.family: it is missing. "
            "Add it: Class of substance: cathinone, cannabinoid or other.",
        ),
        (
            "products: {alpha_pvp: {price: 1}}\n",
            "a.yaml:1:31  products.alpha_pvp.price: 1 is out of range. Give a value from 500 to 500000 (KZT / g).",
        ),
    ],
)
def test_a_fault_says_place_and_remedy(faults, text: str, fault: str) -> None:
    assert fault in faults(text)


def test_all_faults_are_told_at_once(faults) -> None:
    found = faults(
        "titel: x\nend: 2011\nscale: 0.7\nspace: {city_side: 99, regions: [x]}\n"
        "products: {alpha_pvp: {price: 1}}\nparameters: {people: {online: 2}, nobody: {}}\n"
        "interventions: [{kind: nothing}, {kind: lockdown, ramp: -1}]\n",
        "title=3",
        "nonsense",
    )
    assert len(found) == 13


def test_other_faults_do_not_hide_the_order_of_dates(faults) -> None:
    assert len(faults("titel: x\nstart: 2020-01-01\nend: 2019-01-01\n")) == 2
    assert len(faults(BLITZ % ("site_blocking", ", delay: 900, end: 2018-01-01"))) == 2
    assert len(faults("end: 2011\nmeasures_from: 2025-01-01\n")) == 1


def test_reversed_dates_do_not_hide_measures_from_a_day_before_them(faults) -> None:
    assert faults("start: 2020-01-01\nend: 2018-01-01\nmeasures_from: 2017-01-01\n") == [
        "a.yaml:2:6  end: end 2018-01-01 is before start 2020-01-01. Swap them or move one.",
        "a.yaml:3:16  measures_from: measures_from 2017-01-01 is before start 2020-01-01. Move it into the run.",
    ]
    assert len(faults("start: 2020-01-01\nend: 2018-01-01\nmeasures_from: 2021-01-01\n")) == 1


def test_no_region_at_all_is_a_fault(faults) -> None:
    assert faults("space: {regions: []}\n") == [
        "a.yaml:1:18  space.regions: there is no region in it. Name one at least."
    ]


def test_more_than_twelve_products_are_a_fault(faults) -> None:
    many = "".join(f"  novel_{i}: {{family: other}}\n" for i in range(10))
    assert faults("products:\n" + many) == ["a.yaml:2:3  products: there are 13 products. Keep 12 at most, in all."]


def test_a_bomb_of_aliases_is_a_fault(faults) -> None:
    layers = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    assert "holds more than 5000 values" in "\n".join(faults(layers))


def test_deep_nesting_is_a_fault(faults) -> None:
    assert "nested more than 16 deep" in faults("title: " + "[" * 5_000)[0]


def test_no_stays_text(faults) -> None:
    assert faults("title: NO\nquestion: on\n") == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("scale", "--set:1:1  'scale' is no key=value. Write it as scale=0.1 or parameters.people.online=0.9."),
        ("scael=1", "--set:1:1  scael: there is no 'scael' here. Did you mean 'scale'?"),
        (
            "parameters.people.online=7",
            "--set:1:26  parameters.people.online: 7 is out of range. Give a value from 0 to 1 (share).",
        ),
        ("interventions.x.end=2020-01-01", "--set:1:1  interventions.x: there is no intervention 'x' to change."),
        ("extends=a.yaml", "--set:1:1  extends: this cannot be set from outside a file."),
    ],
)
def test_faults_of_set_point_into_the_argument(faults, change: str, fault: str) -> None:
    assert faults("title: a\n", change)[0].startswith(fault)


ALL_PRODUCTS = "products: {{alpha_pvp: {{{0}: {1}}}, mephedrone: {{{0}: 0}}, cannabinoid: {{{0}: 0}}}}\n"


@pytest.mark.parametrize(
    ("text", "one_above", "fault"),
    [
        (
            "parameters: {calendar_day: {weekday_factors: [0, 0, 0, 0, 0, 0, 0]}}\n",
            "parameters: {calendar_day: {weekday_factors: [0, 0, 0, 0, 0, 0, 1]}}\n",
            "a.yaml:1:46  parameters.calendar_day.weekday_factors: weekday_factors are all 0. "
            "Give one day more than 0 at least.",
        ),
        (
            "parameters: {first_day: {user_states: [0, 0, 0]}}\n",
            "parameters: {first_day: {user_states: [0, 1, 0]}}\n",
            "a.yaml:1:39  parameters.first_day.user_states: user_states are all 0. "
            "Give one state more than 0 at least.",
        ),
        (
            ALL_PRODUCTS.format("share", 0),
            ALL_PRODUCTS.format("share", 1),
            "a.yaml:1:11  products: share is 0 for every product. Give one product more than 0.",
        ),
        (
            ALL_PRODUCTS.format("made_at_home", 0),
            ALL_PRODUCTS.format("made_at_home", 1),
            "a.yaml:1:11  products: made_at_home is 0 for every product. Give one product more than 0.",
        ),
    ],
)
def test_a_whole_that_nothing_has_a_part_of_is_a_fault(faults, text: str, one_above: str, fault: str) -> None:
    assert faults(text) == [fault]
    assert faults(one_above) == []
