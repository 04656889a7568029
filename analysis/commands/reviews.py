"""`communique reviews`: the verdicts on an article's claims, for machines that read schema.org."""

from __future__ import annotations

import json

import click

from analysis.case.case import load_case
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.compare.sources import claim_reviews


@click.command()
@case_option
def command(case: CaseFolder) -> None:
    """Print the verdicts on the article's claims as schema.org ClaimReview (JSON-LD)."""
    click.echo(json.dumps(claim_reviews(load_case(case.path)), indent=2, ensure_ascii=False))
