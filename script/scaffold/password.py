"""What turns a device with an API token into one with a username and a password.

Each edit is a regular expression and what is to be in its place, in this order.
"""

from typing import Final

_FORMS: Final = (
    (
        r"probatio\.(\w+)\(probatio\.Secret\(CONF_API_TOKEN\)\): API_TOKEN_SELECTOR",
        r"probatio.Required(CONF_USERNAME): USERNAME_SELECTOR, "
        r"probatio.\1(probatio.Secret(CONF_PASSWORD)): PASSWORD_SELECTOR",
    ),
    (
        r"^API_TOKEN_SELECTOR: Final = ",
        'USERNAME_SELECTOR: Final = TextSelector(TextSelectorConfig(autocomplete="username"))\n'
        "PASSWORD_SELECTOR: Final = ",
    ),
    (
        r"data_schema=API_TOKEN_SCHEMA",
        "data_schema=self.add_suggested_values_to_schema("
        "CREDENTIALS_SCHEMA, _without_secrets(user_input or {}))",
    ),
    (r"API_TOKEN_SCHEMA", "CREDENTIALS_SCHEMA"),
)
_CLIENT: Final = (
    (
        r"(\w*(?:\.data|\bdata))\[CONF_API_TOKEN\](?=[,)])",
        r"\1[CONF_USERNAME], \1[CONF_PASSWORD]",
    ),
    (r"\bapi_token: str", "username: str, password: str"),
    (
        r"self\._api_token = api_token",
        "self._username = username\n        self._password = password",
    ),
    (r"^# What an Authorization header .*\nSENDABLE_TOKEN.*\n", ""),
    (
        r"if not SENDABLE_TOKEN(?s:.*?)\n        if ",
        """try:
            authorization = BasicAuth(
                self._username, self._password, "utf-8"
            ).encode()
        # The error of a text that no header carries holds the text.
        except ValueError:
            raise MyDeviceAuthenticationError(
                "The username has a colon, or something cannot be encoded"
            ) from None
        if """,
    ),
    (r'f"Bearer \{self\._api_token\}"', "authorization"),
    (r"(?<=from aiohttp import \(\n)", "    BasicAuth,\n"),
    (
        r"(\s+)api_token: Token that .*",
        r"\1username: Name of the account.\1password: Password of the account.",
    ),
)
_TESTS: Final = (
    (r'^TOKEN = (".*")', r'USERNAME = "owner"\nPASSWORD = \1'),
    (r"(?<=, )TOKEN\b(?=[,)])", "USERNAME, PASSWORD"),
    (r'f"Bearer \{TOKEN\}"', "BasicAuth(USERNAME, PASSWORD).encode()"),
    (
        r"from aiohttp import (?=ClientConnectionError)",
        "from aiohttp import BasicAuth, ",
    ),
    (r"assert TOKEN in (.*)", r"assert \1 == BasicAuth(USERNAME, PASSWORD).encode()"),
    (
        r'"token",\n    \[(?s:.*?)"\\ud800",\n(?P<rest>(?s:.*?))'
        r'test_token_that(?P<name>.*?), token: str(?P<about>(?s:.*?)""")A token(?P<body>(?s:.*?)), token,',
        r'"username",\n    ["a:b", "\\ud800",\n\g<rest>'
        r"test_username_that\g<name>, username: str\g<about>A username\g<body>, username, PASSWORD,",
    ),
    (r"Authorization: Bearer", "Authorization: Basic"),
    (
        r'\(\s*result\["flow_id"\], \{CONF_API_TOKEN: ""\}',
        '(result["flow_id"], {CONF_USERNAME: "new-user", CONF_PASSWORD: ""}',
    ),
    (
        r'CONF_API_TOKEN: "(\w+)-token"',
        r'CONF_USERNAME: "\1-user", CONF_PASSWORD: "\1-password"',
    ),
    (r'== "(\w+)-token"', r'== "\1-password"'),
    (r'"(\w+)-token"', r'"\1-user", "\1-password"'),
    (r"host, api_token, session", "host, username, password, session"),
    (r"\*\*api_token\b", 'CONF_USERNAME: "stored-user", **password'),
)
# What was typed is suggested again, the password aside.
_SUGGESTED: Final = (
    (
        r"(def test_user_flow_errors(?s:.*?)suggested_values\(result\) == \{CONF_HOST: [^}]*)",
        r'\1, CONF_USERNAME: "typed-user"',
    ),
    (
        r"(def test_zeroconf_flow_errors(?s:.*?)suggested_values\(result\) == \{)",
        r'\1CONF_USERNAME: "typed-user"',
    ),
    (
        r"(def test_reconfigure_form(?s:.*?)suggested_values\(result\) == \{CONF_HOST: [^}]*)"
        r"((?s:.*?)suggested_values\(result\) == \{CONF_HOST: [^}]*)"
        r"((?s:.*?)\{CONF_HOST: [^}]*)",
        r'\1, CONF_USERNAME: "stored-user"\2, CONF_USERNAME: "typed-user"\3, CONF_USERNAME: "stored-user"',
    ),
    (
        r"(def test_reauth_form(?s:.*?)suggested_values\(result\) == \{)((?s:.*?)suggested_values\(result\) == \{)",
        r'\1CONF_USERNAME: "stored-user"\2CONF_USERNAME: "new-user"',
    ),
    (
        r"^( +)'api_token': (.*)\n( +'host': .*\n)",
        r"\3\1'password': \2\n\1'username': \2\n",
    ),
)
_NAMES: Final = (
    (r"\{CONF_API_TOKEN, CONF_HOST, ", "{CONF_HOST, CONF_PASSWORD, CONF_USERNAME, "),
    (r"import CONF_API_TOKEN", "import CONF_PASSWORD, CONF_USERNAME"),
    (r"CONF_API_TOKEN", "CONF_PASSWORD"),
    (r"TOKEN\b", "PASSWORD"),
)
_PROSE: Final = (
    (
        r"^API token:\n.*\n",
        (
            'Username:\n  description: "The name of your account, as you use it in the device\'s app."\n'
            'Password:\n  description: "The password of your account."\n'
        ),
    ),
    (
        r"\d\. In the app, go to \*\*Settings\*\* > \*\*Local API\*\*\.\n\d\. Note .*",
        "2. Note the username and the password of your account. You need them to add the device to Home Assistant.",
    ),
    (
        r"^1\. In the app, go to \*\*Settings\*\* > \*\*Local API\*\*(?: and copy the API token)?\.\n(?:2\. Copy .*)?",
        "1. In the app, make sure you can log in with this username and password.\n",
    ),
    (
        r"Afterwards, the API token is .*",
        "Afterwards, the username and the password are still valid.",
    ),
    (r'"the API token"', '"the username", "the password"'),
    (r"Bearer <API token>", "Basic <username and password>"),
    (r"Leave the \*\*API token\*\* field", "Leave the **Password** field"),
    (r"a new one was created", "it was changed"),
    (r"keep the token", "keep the password"),
    (r"(?<=Enter )a current one of", "the current ones of"),
    (r"an API token of", "the username and password of"),
    (r"a new API token of", "a new username and password of"),
    (r"(the|The|new) API token (is|belongs)\b", r"\1 username and password \2"),
    (r"or-the-api-token", "or-the-username-and-password"),
    (r"\bAPI token\b", "username and password"),
    (r"username and password is\b", "username and password are"),
    (r"username and password belongs\b", "username and password belong"),
    (r"api_token", "password"),
    (r"\btoken(?=[\b_ ,.\"])", "password"),
    (r"\bToken\b", "Password"),
    (r"_token_", "_password_"),
    (r"_token\b", "_password"),
    (r"\btoken\b", "password"),
)

PAIRED: Final = (*_FORMS, *_CLIENT, *_TESTS, *_SUGGESTED, *_NAMES, *_PROSE)
