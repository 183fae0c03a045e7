"""Test that a page loses what it tells of features that are gone, and nothing else.

Each snippet is a page of the water pump in pump.py with all of its features, what is gone, and the page then.
"""

from textwrap import dedent

import pytest

from script.cut.page import cut_page
from script.cut.place import Place

from .pump import FEATURES, PLACES, Feature, files


def cut(page: str, gone: str) -> tuple[str, tuple[Place, ...]]:
    """Return a page without features, and what is left to the author."""
    lost = gone.split()
    text, places = cut_page(
        files(page, FEATURES),
        files(page, {*FEATURES} - {*lost}),
        "pump",
        [FEATURES[name] for name in lost],
    )
    assert text is not None
    return text, places


@pytest.mark.parametrize(
    ("gone", "page", "expected"),
    [
        pytest.param(
            "switch dhcp zeroconf diagnostics",
            """\
            ---
            title: Pump
            ha_category:
              - Sensor
              - Switch
              - Water
            ha_config_flow: true
            ha_quality_scale: platinum
            ha_platforms:
              - diagnostics
              - sensor
              - switch
            ha_dhcp: true
            ha_zeroconf: true
            ---

            Text.
            """,
            """\
            ---
            title: Pump
            ha_category:
              - Sensor
              - Water
            ha_config_flow: true
            ha_quality_scale: gold
            ha_platforms:
              - sensor
            ---

            Text.
            """,
            id="front matter: platforms, their categories, discovery, and the tier of the manifest",
        ),
        pytest.param(
            "switch options reconfigure",
            """\
            ---
            ha_category:
              - Switch
            ha_quality_scale: platinum
            ---

            Text.
            """,
            """\
            ---
            ha_category:
              - Binary sensor
              - Number
              - Sensor
            ---

            Text.
            """,
            id="front matter: no tier, and a page without a category has those of its platforms",
        ),
        pytest.param(
            "switch",
            """\
            ## Supported functionality

            ### Sensors

            - **Flow**: Water that flows.

            ### Switches

            - **Motor**: Starts it.

            ### Binary sensors

            Whether it is wet.

            ## Switch entities

            More.

            ## Switch boxes

            This is something else.
            """,
            """\
            ## Supported functionality

            ### Sensors

            - **Flow**: Water that flows.

            ### Binary sensors

            Whether it is wet.

            ## Switch boxes

            This is something else.
            """,
            id="sections that are headed by a platform",
        ),
        pytest.param(
            "options",
            """\
            {% include integrations/option_flow.md %}

            Text of the options.

            ### Another address

            Select **Reconfigure**.
            """,
            """\
            ### Another address

            Select **Reconfigure**.
            """,
            id="a section that stays, below the heading of an include that goes",
        ),
        pytest.param(
            "options",
            """\
            {% details "It is loud at night" %}

            You hear it from far away.

            Turn on **Night mode**.

            {% enddetails %}

            Text.
            """,
            """\
            Text.
            """,
            id="details that have lost their remedy",
        ),
        pytest.param(
            "actions",
            """\
            ## Actions

            Use those of the [switch](/integrations/switch/).

            ### Rinse the filter

            Call `pump.rinse`.
            """,
            """\
            ## Actions

            Use those of the [switch](/integrations/switch/).
            """,
            id="actions of the integration, and not those of a platform",
        ),
        pytest.param(
            "repairs actions",
            """\
            {% details "The firmware is too old" %}

            Text.

            {% enddetails %}

            | Action | Text |
            | --- | --- |
            | `pump.rinse` | Rinses |
            | `pump.other` | Is not there |
            """,
            """\
            | Action | Text |
            | --- | --- |
            | `pump.other` | Is not there |
            """,
            id="details and rows by messages and actions",
        ),
        pytest.param(
            "switch",
            """\
            The app has a `motor` field. The pump has "motor" in its name.
            """,
            """\
            The app has a `motor` field. The pump has "motor" in its name.
            """,
            id="marked words in lower case",
        ),
        pytest.param(
            "switch",
            """\
            It adds sensors, switches, numbers, and binary sensors.
            """,
            """\
            It adds sensors, numbers, and binary sensors.
            """,
            id="an enumeration with a comma before its last member",
        ),
        pytest.param(
            "sensor",
            """\
            ### Sensor

            Gone.

            ### Binary sensor

            Stays, as does the binary sensor entity.
            """,
            """\
            ### Binary sensor

            Stays, as does the binary sensor entity.
            """,
            id="a sensor is no binary sensor",
        ),
        pytest.param(
            "switch binary_sensor",
            """\
            The following entities are provided:

            - **Flow**: Water that flows.
            - **Motor** - starts the pump.
              - Only on some pumps.
            - Moisture
            - [Switches](#switches)
            - `binary_sensor` (for what is wet)
            - Pressure (in bar)
            - Switch
            """,
            """\
            The following entities are provided:

            - **Flow**: Water that flows.
            - Pressure (in bar)
            """,
            id="items that are named like an entity, by strings.json or by its device class",
        ),
        pytest.param(
            "number",
            """\
            | Entity | Meaning |
            | ------ | ------- |
            | Flow | What flows |
            | Fill level | What is in it |

            | Number | Meaning |
            | ------ | ------- |
            | Pace | How fast |

            End.
            """,
            """\
            | Entity | Meaning |
            | ------ | ------- |
            | Flow | What flows |

            End.
            """,
            id="rows of tables, and a table without rows",
        ),
        pytest.param(
            "options",
            """\
            ## Configuration options

            The options are:

            {% configuration_basic %}
            Night mode:
              description: "Pumps slowly. At night."
            {% endconfiguration_basic %}

            ## Fields

            {% configuration_basic %}
            Host:
              description: "The host. Not **Night mode**."
            Night mode:
              description: Nothing.
            {% endconfiguration_basic %}
            """,
            """\
            ## Fields

            {% configuration_basic %}
            Host:
              description: "The host."
            {% endconfiguration_basic %}
            """,
            id="fields, and a section without fields",
        ),
        pytest.param(
            "options",
            """\
            {% include integrations/config_flow.md %}

            Text.

            {% include integrations/option_flow.md %}

            Text of the options.

            ## Data updates

            See the [options](#options). The pump polls. Select **Configure** to change that.
            """,
            """\
            {% include integrations/config_flow.md %}

            Text.

            ## Data updates

            The pump polls.
            """,
            id="the include of an options flow, links to it, and its button",
        ),
        pytest.param(
            "reconfigure",
            """\
            ## Other address

            To change the address:

            1. Go to the entry.
            2. Select {% icon "mdi:dots-vertical" %}, then **Reconfigure**.
            3. Enter the address.

            ## Troubleshooting

            Try one of these:

            1. Check the cable.
            2. [Reconfigure](#other-address) the entry.
            3. Restart the pump. Then see [here](#other-address).
            """,
            """\
            ## Troubleshooting

            Try one of these:

            1. Check the cable.
            2. Restart the pump.
            """,
            id="all steps to reconfigure, and mentions and links one by one",
        ),
        pytest.param(
            "reauth",
            """\
            ## Troubleshooting

            {% details "The password has changed" %}

            **Symptom:** Home Assistant asks to re-authenticate.

            1. Select **Reconfigure**.

            {% enddetails %}

            {% details "No answer" %}

            Check the cable. If you must sign in again, do so.

            {% enddetails %}
            """,
            """\
            ## Troubleshooting

            {% details "No answer" %}

            Check the cable.

            {% enddetails %}
            """,
            id="details by their symptom",
        ),
        pytest.param(
            "reconfigure",
            """\
            {% details "Authentication expired" %}

            On the card, select **Reconfigure**.

            {% enddetails %}
            """,
            """\
            {% details "Authentication expired" %}

            On the card, select **Reconfigure**.

            {% enddetails %}
            """,
            id="the same button in details about what stays",
        ),
        pytest.param(
            "reauth reconfigure",
            """\
            {% details "This is another pump" %}

            **Symptom:** A form says **This is another pump. Use the one that was set up**.

            {% enddetails %}

            {% details "This is another pump" %}

            Compare the numbers.

            {% enddetails %}

            {% details "Refused" %}

            It says **Device is already configured**. Or it says **This is another pump. Use the one that was set up.** Or nothing.

            {% enddetails %}
            """,
            """\
            {% details "Refused" %}

            It says **Device is already configured**. Or nothing.

            {% enddetails %}
            """,
            id="messages, with the full stop in or behind what is bold",
        ),
        pytest.param(
            "diagnostics",
            """\
            ## Reporting

            Enable [debug logging](/docs/#debug-logs-and-diagnostics). Attach the
            [file](/integrations/diagnostics/). The diagnostics hold no secrets. Flow is a diagnostic
            entity.

            ## Diagnostics

            Text.
            """,
            """\
            ## Reporting

            Enable [debug logging](/docs/#debug-logs-and-diagnostics). Flow is a diagnostic
            entity.
            """,
            id="diagnostics, but not the address of something else",
        ),
        pytest.param(
            "dhcp zeroconf",
            """\
            The pump is discovered automatically.

            It can be found with Zeroconf. Enter its host.

            {% details "The pump is not discovered" %}

            Text.

            {% enddetails %}
            """,
            """\
            Enter its host.
            """,
            id="the last kinds of discovery",
        ),
        pytest.param(
            "dhcp",
            """\
            The pump is discovered automatically. DHCP discovery needs its address.
            """,
            """\
            The pump is discovered automatically.
            """,
            id="one of several kinds of discovery",
        ),
        pytest.param(
            "actions",
            """\
            ## Actions

            Some introduction.

            ### Action: Rinse the filter

            | Field | Meaning |
            | --- | --- |
            | `duration` | How long |

            ## Tips

            - Call `pump.rinse` weekly.
            - Keep it clean.
            """,
            """\
            ## Tips

            - Keep it clean.
            """,
            id="actions by name and as YAML calls them",
        ),
        pytest.param(
            "repairs",
            """\
            ## Known limitations

            - Home Assistant raises a repair issue for old pumps.
            - Old pumps are slow.

            {% details "The firmware is too old" %}

            Update it.

            {% enddetails %}
            """,
            """\
            ## Known limitations

            - Old pumps are slow.
            """,
            id="repairs by their words and by their titles",
        ),
        pytest.param(
            "switch",
            """\
            ## Examples

            ### Stop at night

            Stops it.

            ```yaml
            actions:
              - action: switch.turn_off
                target:
                  entity_id: switch.garden_motor
            ```

            ### Tell when it is wet

            ```yaml
            entity_id: binary_sensor.pump_moisture
            ```
            """,
            """\
            ## Examples

            ### Tell when it is wet

            ```yaml
            entity_id: binary_sensor.pump_moisture
            ```
            """,
            id="an example that uses an entity, with its heading",
        ),
        pytest.param(
            "switch",
            """\
            Text.

            ## Examples

            Use these.

            {% details "Stop at night" %}

            ```yaml
            entity_id: switch.pump
            ```

            {% enddetails %}
            """,
            """\
            Text.
            """,
            id="examples of which none is left",
        ),
        pytest.param(
            "switch",
            """\
            It adds sensors, numbers, and switches. It adds switches and sensors. Switches and numbers are added.

            - **Use**: read **Flow** and **Motor**.
            """,
            """\
            It adds sensors and numbers. It adds sensors. Numbers are added.

            - **Use**: read **Flow**.
            """,
            id="members of plain enumerations",
        ),
        pytest.param(
            "switch number",
            """\
            It has these four entities:

            - Flow
            - Pressure
            - Motor
            - Pace

            It has 3 entities:

            - Flow
            - Motor
            - Pace
            """,
            """\
            It has these two entities:

            - Flow
            - Pressure

            It has 1 entity:

            - Flow
            """,
            id="the number of what a list has",
        ),
        pytest.param(
            "switch",
            """\
            It pumps. The motor switch starts it. Then it flows.

            - Text.
            - The **Motor** can be used by hand. It is loud.
            - The [entity](/integrations/switch/).
            - Or the log says "The motor is stuck: too cold".
            """,
            """\
            It pumps. Then it flows.

            - Text.
            """,
            id="sentences that name an entity, with its platform or in bold, or link to the platform",
        ),
        pytest.param(
            "switch number",
            """\
            Switch to the app, and select the number of pumps. A motor turns it. The motor-driven pump has a switch.

            Text about the pace. See [Motor](https://example.com/switch).
            """,
            """\
            Switch to the app, and select the number of pumps. A motor turns it. The motor-driven pump has a switch.

            Text about the pace. See [Motor](https://example.com/switch).
            """,
            id="words that only look like names",
        ),
        pytest.param(
            "switch",
            """\
            {% note %}
            The **Motor** switch is loud.
            {% endnote %}

            Start of a list:

            - The **Motor** switch.

            1. Wait.
            1. Use the **Motor** switch.
            1. Wait.
            """,
            """\
            1. Wait.
            2. Wait.
            """,
            id="boxes and lists of nothing, with what leads to them",
        ),
    ],
)
def test_cut(gone: str, page: str, expected: str) -> None:
    """A page loses what it tells of features, and nothing is left to the author."""
    assert cut(dedent(page), gone) == (dedent(expected), ())


@pytest.mark.parametrize(
    ("gone", "page", "line", "why"),
    [
        pytest.param(
            "switch",
            "It polls the sensors and the state of the **Motor** switch.\n",
            1,
            "names what is gone and what stays",
            id="a sentence about both",
        ),
        pytest.param(
            "switch",
            "- The **Motor** switch starts it. Read **Flow** to see that.\n",
            1,
            "begins with what is gone",
            id="an item that goes on with what stays",
        ),
        pytest.param(
            "switch",
            "A **Motor** and **Flow** are all it has.\n",
            1,
            "names what is gone and what stays",
            id="an enumeration of two before a verb in the plural",
        ),
        pytest.param(
            "reconfigure",
            '{% details "Moved" %}\n\nIt has moved.\n\nTry this:\n\n1. Select **Reconfigure**.\n\nMind the hose.\n\n'
            "{% enddetails %}\n",
            1,
            "has lost its steps",
            id="details without their steps",
        ),
        pytest.param(
            "zeroconf dhcp",
            "It must be on to be set up or discovered.\n",
            1,
            "names what is gone and what stays",
            id="a sentence about more",
        ),
        pytest.param(
            "switch",
            "The motor has, as all of our pumps do, a switch at its side.\n",
            1,
            "may name what is gone",
            id="a name and the word for its platform far from each other",
        ),
        pytest.param(
            "switch",
            "You get sensors of many kinds, and some switches.\n",
            1,
            "may name what is gone",
            id="an enumeration that is not plain",
        ),
        pytest.param(
            "switch",
            "## Switches\n\nText.\n\n## Tips\n\nStand still while [this](#switches) is on.\n",
            3,
            "links to a section that is gone",
            id="a link to what is gone in a sentence about something else",
        ),
        pytest.param(
            "number",
            "Text.\n\nKeep an eye on the fill level.\n",
            3,
            "may name what is gone",
            id="words that are the name of an entity, and may be meant otherwise",
        ),
        pytest.param(
            "switch",
            "Example:\n\n```yaml\nentity_id: switch.kitchen_lamp\n```\n",
            3,
            "uses entities of a platform that is gone",
            id="an entity that may be another integration's",
        ),
        pytest.param(
            "switch",
            "### Weekly\n\n```yaml\naction: pump.rinse\nentity_id: switch.pump_motor\n```\n",
            3,
            "uses entities of a platform that is gone",
            id="an example of an action that stays",
        ),
        pytest.param(
            "diagnostics",
            "## Support\n\nAttach the diagnostics.\n",
            1,
            "says nothing but what is gone",
            id="a section about something else",
        ),
        pytest.param(
            "switch",
            "### Motor switch and flow sensor\n\nText.\n",
            1,
            "names what is gone and what stays",
            id="a title about both",
        ),
        pytest.param(
            "switch",
            "| Place | Text |\n| --- | --- |\n| Cellar | Has the **Motor** |\n",
            3,
            "names what is gone, and explains what stays",
            id="a row about something else",
        ),
        pytest.param(
            "switch",
            '{% configuration_basic %}\nHost:\n  description: "Where the **Motor** is."\n'
            "{% endconfiguration_basic %}\n",
            3,
            "names what is gone, and explains what stays",
            id="a field that stays",
        ),
        pytest.param(
            "switch",
            "There are two entities that you see:\n\n- Flow\n- Motor\n",
            1,
            "counts what is no longer there",
            id="a number in a sentence in the plural",
        ),
    ],
)
def test_left_to_the_author(gone: str, page: str, line: int, why: str) -> None:
    """What cannot be tied to a feature alone stays, and is named."""
    text, places = cut(page, gone)
    assert [(place.line, place.why) for place in places] == [(line, why)]
    assert places[0].path == PLACES.page
    assert not places[0].blocks
    assert text.splitlines()[line - 1].strip() in page


def test_sentence_that_goes_on() -> None:
    """A sentence that goes on from one that is gone is named."""
    text, places = cut(
        "Text. The **Motor** switch starts it. They are loud.\n", "switch"
    )
    assert text == "Text. They are loud.\n"
    assert [place.why for place in places] == ["goes on from a sentence that is gone"]


def test_action_that_is_not_there_blocks() -> None:
    """A page that calls an action which is not there is refused, so it has to be mended."""
    text, places = cut("Set **Pace**, then call `pump.rinse`.\n", "actions")
    assert text == "Set **Pace**, then call `pump.rinse`.\n"
    assert [place.blocks for place in places] == [True]


def test_category_by_another_name() -> None:
    """A platform goes with its category, which may be called otherwise."""
    page = "---\nha_category:\n  - Presence detection\n  - Sensor\n---\n\nText.\n"
    tree = files(page, FEATURES)
    gone = [Feature("platform", "device_tracker")]
    assert cut_page(tree, tree, "pump", gone) == (
        "---\nha_category:\n  - Sensor\n---\n\nText.\n",
        (),
    )


def test_nothing_gone() -> None:
    """A page keeps its bytes where nothing is gone, and no page stays none."""
    page = (
        "---\nha_quality_scale: gold\n---\n\n\n\nText.  \nThe **Motor** switch.\n\n\n"
    )
    assert cut(page, "") == (page, ())
    tree = {
        key: text for key, text in files(page, FEATURES).items() if key != PLACES.page
    }
    assert cut_page(tree, tree, "pump", [FEATURES["switch"]]) == (None, ())
