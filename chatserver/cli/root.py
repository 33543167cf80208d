"""The group of commands, and how errors reach the operator: one clear line."""

import click

from chatserver.cli.button import button
from chatserver.cli.check import check
from chatserver.cli.codebook import codebook
from chatserver.cli.contacts import contacts
from chatserver.cli.demo import demo
from chatserver.cli.onion import onion
from chatserver.cli.organisation import organisation
from chatserver.cli.play import play
from chatserver.cli.rehearse import rehearse
from chatserver.cli.release import audit, release, show
from chatserver.cli.replies import replies
from chatserver.cli.roster import roster
from chatserver.cli.serve import serve
from chatserver.cli.site import site
from chatserver.cli.staff import staff
from chatserver.cli.tally import tally
from chatserver.cli.verify_site import verify_site
from chatserver.cli.worker import worker
from chatserver.domain.errors import ChatError


class OneLine(click.Group):
    """Turns an error of ours into one line and a non-zero exit; never a traceback."""

    def invoke(self, ctx: click.Context) -> object:  # type: ignore[explicit-override] # typing has it from 3.12
        """Run a command."""
        try:
            return super().invoke(ctx)
        except ChatError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=OneLine)
@click.version_option(package_name="chatserver")
def main() -> None:
    """Luwte: an anonymous, end-to-end encrypted support chat."""


for command in (show, audit, release):
    tally.add_command(command)

COMMANDS = (
    serve, demo, staff, roster, codebook, tally, contacts, replies, organisation, check,
    site, verify_site, button, onion, rehearse, worker, play,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)
