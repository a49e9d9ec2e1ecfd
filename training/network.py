"""The line reader's network: convolutions over a strip, then along it; trained by CTC.

Input (lines, 1, 40, width), ink towards 1; output (lines, characters + 1, about width / 4).
Plain 3 x 3 convolutions: depthwise ones, with fewer parameters, train five times slower on a CPU.
"""

import torch
from torch import Tensor, nn

STRIDE = 4  # columns of a strip for one step of the output
_CHANNELS = (32, 64, 96, 128)
_WIDTH = 192
_BLOCKS = 5
_REACH = 13  # steps that a block sees: with five of them about 240 columns, six or seven words


class LineNetwork(nn.Module):
    """1.35 million parameters for an alphabet of 236 characters."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        first, second, third, fourth = _CHANNELS
        self.picture = nn.Sequential(
            _convolution(1, first, (4, 4), (4, 2), (0, 1)),
            _convolution(first, second, (3, 3), (2, 1), (1, 1)),
            _convolution(second, third, (3, 3), (1, 2), (1, 1)),
            _convolution(third, fourth, (3, 3), (1, 1), (1, 1)),
            _convolution(fourth, _WIDTH, (5, 3), (1, 1), (0, 1)),
        )
        self.along = nn.Sequential(*[_Block() for _ in range(_BLOCKS)])
        self.drop = nn.Dropout(0.1)
        self.out = nn.Conv1d(_WIDTH, characters + 1, 1)

    def forward(self, strips: Tensor) -> Tensor:
        steps: Tensor = self.along(self.picture(strips).squeeze(2))
        scores: Tensor = self.out(self.drop(steps))
        return scores


class _Block(nn.Module):
    """A residual convolution along the line, separable in steps and channels."""

    def __init__(self) -> None:
        super().__init__()
        self.along = nn.Conv1d(
            _WIDTH, _WIDTH, _REACH, padding=_REACH // 2, groups=_WIDTH, bias=False
        )
        self.norm = nn.BatchNorm1d(_WIDTH)
        self.widen = nn.Conv1d(_WIDTH, 2 * _WIDTH, 1)
        self.narrow = nn.Conv1d(2 * _WIDTH, _WIDTH, 1)

    def forward(self, steps: Tensor) -> Tensor:
        mixed: Tensor = self.narrow(torch.relu(self.widen(self.norm(self.along(steps)))))
        return steps + mixed


def _convolution(
    inputs: int,
    outputs: int,
    kernel: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[int, int],
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )
