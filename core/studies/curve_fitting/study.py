"""Two networks on one curve, side by side: units in one layer, and layers one after another."""

from __future__ import annotations

import dataclasses

from core.experiments import HIDDEN_ACTIVATIONS, MOST_LAYERS, MOST_UNITS, CurveFit, CurveTask
from core.settings import Choice, Whole, setting

MOST_SERIAL_UNITS = 16

SERIAL_WIDTHS = (1, 2, 3, 4, 6, 8)
"""Units of each layer of the serial networks whose errors are compared."""


@dataclasses.dataclass(frozen=True)
class CurveStudy(CurveTask):
    """One curve and one training for two networks: parallel and serial.

    The parallel network has one hidden layer of `parallel_units`, the serial one `serial_layers`
    of `serial_units` each. Parameters of a function are those of both networks. The default is the
    pair of the course notes, C2 and C3, from a seed that shows a common failure.
    """

    seed: int = setting(CurveTask.kinds["seed"], 12)
    parallel_units: int = setting(Whole(1, MOST_UNITS), 6)
    parallel_activation: str = setting(Choice(HIDDEN_ACTIVATIONS), "relu")
    serial_layers: int = setting(Whole(1, MOST_LAYERS), 3)
    serial_units: int = setting(Whole(1, MOST_SERIAL_UNITS), 2)
    serial_activation: str = setting(Choice(HIDDEN_ACTIVATIONS), "relu")

    def __post_init__(self) -> None:
        super().__post_init__()
        # Both networks must be possible, each by itself.
        self.parallel, self.serial  # noqa: B018

    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.parallel_activation, self.serial_activation)))

    @property
    def parallel(self) -> CurveFit:
        """The network with its units side by side."""
        return self._fit((self.parallel_units,), self.parallel_activation)

    @property
    def serial(self) -> CurveFit:
        """The network with its layers one after another."""
        return self._fit((self.serial_units,) * self.serial_layers, self.serial_activation)

    def match_parallel(self) -> CurveStudy:
        """The same study with the parallel units nearest in parameters to the serial network."""
        one, two = (self._fit((n,), self.parallel_activation).parameter_count for n in (1, 2))
        # Each further unit has as many.
        units = 1 + round((self.serial.parameter_count - one) / (two - one))
        return dataclasses.replace(self, parallel_units=min(max(units, 1), MOST_UNITS))

    def match_serial(self) -> CurveStudy:
        """The same study with the serial units, its layers kept, nearest to the parallel one."""
        wanted = self.parallel.parameter_count
        return min(
            (dataclasses.replace(self, serial_units=n) for n in range(1, MOST_SERIAL_UNITS + 1)),
            key=lambda study: abs(study.serial.parameter_count - wanted),
        )

    def budgets(self) -> dict[str, tuple[CurveFit, ...]]:
        """Networks of several sizes, to compare error against number of parameters.

        Returns:
            Under "serial" networks with the layers of this study, `SERIAL_WIDTHS` wide; under
            "parallel", for each of these, the one that is nearest in parameters; all without
            starts of their own.
        """
        serial = [dataclasses.replace(self, serial_units=units) for units in SERIAL_WIDTHS]
        return {
            "parallel": tuple(study.match_parallel().parallel for study in serial),
            "serial": tuple(study.serial for study in serial),
        }

    def _fit(self, hidden: tuple[int, ...], activation: str) -> CurveFit:
        common = {name: getattr(self, name) for name in CurveTask.kinds}
        common["parameters"] = tuple(
            (name, value) for name, value in self.parameters if name.partition(".")[0] == activation
        )
        return CurveFit(**common, hidden=hidden, activations=(activation,) * len(hidden))
