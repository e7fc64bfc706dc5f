"""Studies: what the screens keep, share and read back."""

from __future__ import annotations

import pytest

from core.problems import Problem
from core.settings.functions import NOTES_FUNCTIONS
from core.studies.function_gallery.study import GalleryStudy
from core.studies.image_through_activation.study import ImageStudy
from core.studies.numerical_derivative.study import DerivativeStudy
from core.studies.softmax_and_maxout.study import VectorStudy
from core.studies.why_nonlinear.study import LinearityStudy

STUDIES = [
    GalleryStudy,
    ImageStudy,
    DerivativeStudy,
    LinearityStudy,
    VectorStudy,
]


@pytest.mark.parametrize("kind", STUDIES)
def test_every_field_has_a_kind_that_knows_its_bounds(kind):
    import dataclasses

    assert {field.name for field in dataclasses.fields(kind)} == set(kind.kinds)


def test_eight_functions_can_be_compared_as_in_the_notes_and_no_more():
    assert len(NOTES_FUNCTIONS) == 8
    GalleryStudy(functions=NOTES_FUNCTIONS)
    functions = GalleryStudy.kinds["functions"].options
    GalleryStudy(functions=functions[:7])
    with pytest.raises(Problem, match="1 to 8"):
        GalleryStudy(functions=functions[:9])


def test_parameters_at_their_default_do_not_make_a_study_differ():
    plain = ImageStudy(activation="elu")
    assert ImageStudy(activation="elu", parameters={"elu.alpha": 1.0}) == plain
    assert plain.parameters_of("elu") == {"alpha": 1.0}


def test_a_link_lists_the_parameters_of_its_functions_in_full():
    query = ImageStudy(activation="elu").to_query()
    assert query["parameters"] == "elu.alpha:1"
    assert ImageStudy.from_query(query) == (ImageStudy(activation="elu"), [])


def test_the_step_of_the_derivative_is_a_power_of_ten():
    assert DerivativeStudy(exponent=-8).h == pytest.approx(1e-8, rel=1e-12)
