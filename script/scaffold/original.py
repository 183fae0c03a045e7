"""Make again what an integration was made of, as it would come out today."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from script.integration.integration import Integration
from script.integration.keys import strings_at
from script.integration.tree import Places, Tree

from . import ScaffoldError
from .answers import Answers
from .auth import with_auth
from .fiction import without_fiction
from .make import files_of
from .models import MODELS, Auth, Model
from .rename import described, renamed


def originals(root: Path, integration: Integration) -> Iterator[Tree]:
    """Yield the files of everything that an integration may have been made of, under its names.

    Those of models that are not here any more are left out, and so is what judges have never seen of one: pages.
    """
    manifest = integration.manifest
    for model in _models(manifest):
        try:
            files = files_of(model, root)
        except ScaffoldError:
            continue
        for auth in model.auths:
            answers = _answers(integration, manifest, model, auth)
            tree = with_auth(files, model, auth, frozenset())
            tree = without_fiction(tree, Places(model.domain).integration)
            yield described(renamed(tree, answers, {}), answers)


def _models(manifest: Mapping[str, Any]) -> list[Model]:
    """Return the models that are nearest to what a manifest tells: those of its kind and type, or of its kind, or all."""
    iot_class, said = manifest.get("iot_class"), manifest.get("integration_type", "hub")
    of_class = [each for each in MODELS if each.iot_class == iot_class]
    of_type = [each for each in of_class if said in each.integration_types]
    return of_type or of_class or [*MODELS]


def _answers(
    integration: Integration, manifest: Mapping[str, Any], model: Model, auth: Auth
) -> Answers:
    """Return the answers that an integration shows, those of the model where it is of another kind."""
    domain = integration.domain
    own = next(iter(integration.libraries), None)
    is_made = own is not None and own.folder is not None
    modules = strings_at(manifest, "loggers")
    said = str(manifest.get("integration_type", "hub"))
    return Answers(
        domain=domain,
        name=str(manifest.get("name")),
        codeowner=next(iter(strings_at(manifest, "codeowners")), "@home-assistant"),
        requirement=None if is_made or own is None else own.requirement,
        library_module=modules[0] if modules else f"{domain}_client",
        integration_type=said
        if said in model.integration_types
        else model.integration_types[0],
        iot_class=model.iot_class,
        categories=tuple(strings_at(manifest, "categories")),
        connectivity=tuple(strings_at(manifest, "connectivity")),
        auth=auth,
        without=frozenset(),
    )
