"""The comments of exported programs, in each language: the same keys, the same slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from core.export.cells import Comment

_ENGLISH = {
    "network title": "A {sizes} network: an experiment of Activation Explorer",
    "neuron title": "A neuron and Rosenblatt's rule: an experiment of Activation Explorer",
    "network about": (
        "Data, first weights, batches and settings are those of the screen; so are the figures "
        "printed at the end, up to rounding. Needs TensorFlow and NumPy:"
    ),
    "neuron about": (
        "Data, first weights and settings are those of the screen; so are the figures printed at "
        "the end. Needs NumPy:"
    ),
    "gate": "The four corners of the unit square, and what {gate} answers.",
    "planar set": "{size} points drawn with seed {seed}. The classes take turns.",
    "noise": "Noise displaces each of them.",
    "flips": "{count} of the labels are wrong on purpose.",
    "own points": "Your own points: x1, x2 and the label of each.",
    "curve": "A curve at {size} places, evenly spread.",
    "curve noise": "Its noise is drawn with seed {seed}.",
    "own curve": "Your own points: x and y of each.",
    "columns": "x goes in, y should come out, both as they are.",
    "standardised": (
        "Both less the mean of the training examples, and divided by their standard deviation."
    ),
    "inputs": "What goes in for each point, and what should come out.",
    "held out": "{count} examples are held out of the training, to judge it by.",
    "network": "The network.",
    "seeds": "Each layer draws its first weights with a seed of its own.",
    "weights by hand": "Its first weights are set by hand.",
    "prelu": "PReLU learns its slope below zero.",
    "maxout": "A maxout unit gives the largest of {k} weighted sums.",
    "penalty": "The regularizer adds a penalty on large weights to the loss.",
    "compile": "The loss, and the optimizer that lowers it.",
    "full batch": (
        "Each epoch is one step that takes in all examples. model.fit(inputs, targets, "
        "batch_size=len(inputs)) does the same, only slower: it prepares the data anew for each "
        "epoch."
    ),
    "mini-batches": "Each epoch shuffles the examples as the screen does, then cuts batches.",
    "figures": "Loss and accuracy after the last epoch.",
    "figures apart": "Loss without the penalty, and accuracy, after the last epoch.",
    "error": "Mean squared error after the last epoch.",
    "error in units of y": "The variance of y brings it back to units of y squared.",
    "threshold": "Which side an output at the very threshold falls on, rounding decides.",
    "neuron": "The neuron answers 1 if bias and weighted sum reach the threshold, else 0.",
    "neuron seed": "Its first weights and bias are drawn from the standard normal distribution.",
    "rule": (
        "Each mistake moves weights and bias towards the right answer. After an epoch without a "
        "mistake nothing would change any more."
    ),
    "neuron figures": "Share of wrong and of right answers after the last epoch.",
    "race about": (
        "One variant of a race. Data, split, first weights, batches, dropout and settings are "
        "those of the screen; so are the figures printed at the end, up to rounding. Needs:"
    ),
    "own race about": (
        "One variant of a race. Your table is not in here: the program reads it from a file beside "
        "it. First weights, batches and settings are those of the screen. Needs:"
    ),
    "digits": "scikit-learn's handwritten digits: 8 by 8 pixels, from 0 to 16.",
    "breast_cancer": "scikit-learn's breast cancer table: 30 measures of each tumour.",
    "fashion": "Fashion-MNIST, downloaded once; its own test examples stay apart.",
    "own table": (
        "Your own table, which no link and no program carries. Put its file beside this program; "
        "the last column is what to predict."
    ),
    "own way": "What follows is how the screen read it; a file of another shape is refused.",
    "own columns": (
        "Columns are counted from 0. Rows with a gap in one of COMPLETE are left out; of READ, "
        "those in NUMBERS hold numbers, the others categories."
    ),
    "own numbers": "The number that a cell stands for, or None.",
    "own rows": "The rows of the file: a number, a text or, for a gap, None in each cell.",
    "own categories": (
        "Categories in order: numbers rising, then texts. Each becomes a column of 0 and 1."
    ),
    "own other": "{{FILE}} is not the table that the screen read: {{why}}.",
    "own encoding": "its encoding is not {{ENCODING}}",
    "own width": "row {{row}} has {{len(cells)}} cells, not {{WIDTH}}",
    "own cell": "'{{cell}}' in column {{place + 1}} is not a number",
    "own empty": "no row is left",
    "own counts": "rows, inputs, classes: {{found}}, not {{known}}",
    "split": "Examples to train, to validate and to test with, as the screen divides them.",
    "parts": "The three parts, with the shares and the seed of the screen.",
    "pixels": "Pixels from 0 to 1.",
    "standardised columns": (
        "Each column less the mean of the training examples, and divided by their standard "
        "deviation."
    ),
    "targets": "What should come out for each label.",
    "standardised number": (
        "The number to predict less its mean in training, and divided by its standard deviation: "
        "the losses are in these units."
    ),
    "race fit": "Each epoch shuffles the training examples as the screen does, then cuts batches.",
    "race figures": (
        "The last epoch as Keras reports it, penalties included; then the data loss on the test "
        "examples, without them."
    ),
}

_KOREAN = {
    "network title": "{sizes} 신경망: Activation Explorer의 실험",
    "neuron title": "뉴런 하나와 로젠블랫의 규칙: Activation Explorer의 실험",
    "network about": (
        "데이터, 초기 가중치, 배치, 설정이 화면과 같습니다. 마지막에 출력되는 값도 반올림 오차를 "
        "빼면 화면과 같습니다. TensorFlow와 NumPy가 필요합니다:"
    ),
    "neuron about": (
        "데이터, 초기 가중치, 설정이 화면과 같습니다. 마지막에 출력되는 값도 화면과 같습니다. "
        "NumPy가 필요합니다:"
    ),
    "gate": "단위 정사각형의 네 꼭짓점과 {gate} 게이트의 답입니다.",
    "planar set": "점 {size}개를 뽑습니다(난수 시드 {seed}). 클래스가 번갈아 나옵니다.",
    "noise": "잡음이 점의 위치를 흩뜨립니다.",
    "flips": "레이블 {count}개는 일부러 틀리게 둡니다.",
    "own points": "직접 정한 점입니다. 차례로 x1, x2, 레이블입니다.",
    "curve": "고르게 놓인 {size}개 지점에서의 곡선입니다.",
    "curve noise": "잡음은 난수 시드 {seed}(으)로 뽑습니다.",
    "own curve": "직접 정한 점입니다. 차례로 x, y입니다.",
    "columns": "x가 들어가고 y가 나와야 합니다. 둘 다 있는 그대로 씁니다.",
    "standardised": "x와 y 모두 학습 예제의 평균을 빼고 표준편차로 나눕니다.",
    "inputs": "점마다 신경망에 들어갈 값과 나와야 할 값입니다.",
    "held out": "예제 {count}개는 학습에 쓰지 않고 평가용으로 떼어 둡니다.",
    "network": "신경망입니다.",
    "seeds": "층마다 자기 난수 시드로 초기 가중치를 뽑습니다.",
    "weights by hand": "초기 가중치는 직접 정한 값입니다.",
    "prelu": "PReLU는 0보다 작은 쪽의 기울기도 학습합니다.",
    "maxout": "맥스아웃 뉴런은 가중합 {k}개 가운데 가장 큰 값을 냅니다.",
    "penalty": "규제는 가중치가 클수록 커지는 값을 손실에 더합니다.",
    "compile": "손실 함수와, 손실을 줄여 가는 옵티마이저입니다.",
    "full batch": (
        "한 에포크는 모든 예제를 한꺼번에 보는 한 단계입니다. model.fit(inputs, targets, "
        "batch_size=len(inputs))도 결과는 같지만, 에포크마다 데이터를 다시 준비하므로 더 느립니다."
    ),
    "mini-batches": "에포크마다 화면과 같은 순서로 예제를 섞어 배치로 나눕니다.",
    "figures": "마지막 에포크를 마친 뒤의 손실과 정확도입니다.",
    "figures apart": "마지막 에포크를 마친 뒤의 손실(벌점은 뺀 것)과 정확도입니다.",
    "error": "마지막 에포크를 마친 뒤의 평균 제곱 오차입니다.",
    "error in units of y": "y의 분산을 곱하면 다시 y 제곱의 단위가 됩니다.",
    "threshold": "임계값과 거의 같은 출력이 어느 쪽에 들지는 반올림 오차가 정합니다.",
    "neuron": "뉴런은 편향과 가중합을 더한 값이 임계값 이상이면 1, 아니면 0을 냅니다.",
    "neuron seed": "초기 가중치와 편향은 표준 정규 분포에서 뽑습니다.",
    "rule": (
        "틀릴 때마다 가중치와 편향을 정답 쪽으로 옮깁니다. 한 에포크 동안 한 번도 틀리지 않으면 "
        "더는 바뀌지 않습니다."
    ),
    "neuron figures": "마지막 에포크를 마친 뒤 틀린 답의 비율과 맞은 답의 비율입니다.",
    "race about": (
        "경주의 변형 하나입니다. 데이터, 나누기, 초기 가중치, 배치, 드롭아웃, 설정이 화면과 "
        "같습니다. 마지막에 출력되는 값도 반올림 오차를 빼면 화면과 같습니다. 필요한 것:"
    ),
    "own race about": (
        "경주의 변형 하나입니다. 직접 올린 표는 여기에 들어 있지 않으며, 프로그램이 옆에 있는 "
        "파일에서 읽습니다. 초기 가중치, 배치, 설정은 화면과 같습니다. 필요한 것:"
    ),
    "digits": "scikit-learn의 손글씨 숫자입니다. 8 × 8 픽셀이고 값은 0에서 16까지입니다.",
    "breast_cancer": "scikit-learn의 유방암 표입니다. 종양마다 30가지 측정값이 있습니다.",
    "fashion": "Fashion-MNIST입니다. 한 번만 내려받으며, 원래의 테스트 예제는 따로 둡니다.",
    "own table": (
        "직접 올린 표는 링크에도 프로그램에도 들어가지 않습니다. 표 파일을 이 프로그램 옆에 "
        "두십시오. 마지막 열이 예측할 값입니다."
    ),
    "own way": "아래는 화면에서 읽은 방식 그대로이며, 모양이 다른 파일은 거부합니다.",
    "own columns": (
        "열 번호는 0부터 셉니다. COMPLETE의 열에 빈칸이 있는 행은 뺍니다. READ 가운데 NUMBERS의 "
        "열은 수이고 나머지는 범주입니다."
    ),
    "own numbers": "칸이 나타내는 수입니다. 수가 아니면 None입니다.",
    "own rows": "파일의 행입니다. 칸마다 수나 글이 들어 있고, 빈칸은 None입니다.",
    "own categories": (
        "범주의 순서는 작은 수부터, 그다음 글자 순입니다. 범주마다 0과 1의 열이 하나씩 생깁니다."
    ),
    "own other": "{{FILE}}은(는) 화면에서 읽은 표가 아닙니다. {{why}}.",
    "own encoding": "인코딩이 {{ENCODING}}이(가) 아닙니다",
    "own width": "행 {{row}}의 칸이 {{WIDTH}}개가 아니라 {{len(cells)}}개입니다",
    "own cell": "열 {{place + 1}}의 “{{cell}}”은(는) 수가 아닙니다",
    "own empty": "남은 행이 없습니다",
    "own counts": "행, 입력, 클래스의 수가 {{known}}이(가) 아니라 {{found}}입니다",
    "split": "화면과 같은 방식으로 학습, 검증, 테스트 예제를 나눕니다.",
    "parts": "화면의 비율과 난수 시드로 나눈 세 부분입니다.",
    "pixels": "픽셀 값은 0에서 1까지입니다.",
    "standardised columns": "열마다 학습 예제의 평균을 빼고 표준편차로 나눕니다.",
    "targets": "레이블마다 나와야 할 값입니다.",
    "standardised number": (
        "예측할 수에서 학습 예제의 평균을 빼고 표준편차로 나눕니다. 손실도 이 단위입니다."
    ),
    "race fit": "에포크마다 화면과 같은 순서로 학습 예제를 섞어 배치로 나눕니다.",
    "race figures": (
        "마지막 에포크의 값을 Keras가 알려 주는 대로(벌점 포함) 출력하고, 이어서 테스트 예제의 "
        "데이터 손실을 벌점 없이 출력합니다."
    ),
}

TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"en": MappingProxyType(_ENGLISH), "ko": MappingProxyType(_KOREAN)}
)
"""Sentences by language and key."""

LANGUAGES = tuple(TEXTS)


def written(comments: Iterable[Comment], language: str) -> str:
    """The sentences of comments, one after the other.

    Args:
        comments: Which sentences.
        language: One of `LANGUAGES`.

    Raises:
        ValueError: If there is no such language.
    """
    if language not in TEXTS:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    return " ".join(TEXTS[language][key].format(**slots) for key, slots in comments)


def spoken(code: str, language: str) -> str:
    """Code with the sentences that it says: `f"<key>"` becomes the sentence of that key.

    Args:
        code: Of a `Cell`.
        language: One of `LANGUAGES`.
    """
    return re.sub(r'(?<=f")<([a-z ]+)>(?=")', lambda key: TEXTS[language][key[1]].format(), code)
