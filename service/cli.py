"""The command line: `mashura`. Each command is a file in `commands/`."""

import click

from service.commands.backup import backup
from service.commands.bring_in import bring_in
from service.commands.demo import demo
from service.commands.generate import generate
from service.commands.init import init
from service.commands.invite import invite
from service.commands.rebuild import rebuild
from service.commands.replay import replay
from service.commands.restore import restore
from service.commands.serve import serve
from service.commands.verify import verify_file


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Mashura (مشورة): where a consultative body writes its opinions together."""


for command in (serve, demo, init, invite, bring_in, replay, rebuild, backup, restore, verify_file, generate):
    main.add_command(command)


if __name__ == "__main__":
    main()
