"""What came out is said as plain text, whatever it holds."""

from __future__ import annotations

from ui import results


def test_a_result_is_said_without_the_signs_of_markdown_and_html(monkeypatch):
    said = []
    monkeypatch.setattr("streamlit.html", said.append)
    results.say("**Solved.** From epoch 3 on.\n\n1 \\* 2 < 3 <script>")
    text = "Solved. From epoch 3 on. 1 * 2 &lt; 3 &lt;script&gt;"
    assert said == [f'<p class="chart-result">{text}</p>']
