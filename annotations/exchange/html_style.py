"""How an HTML file looks: a book's page with notes in its margin, light and dark, on paper and on a phone."""

from __future__ import annotations

from annotations.model import COLOURS, Colour

LIGHT = {
    Colour.YELLOW: ("#fbe7a1", "#a87c00"),
    Colour.RED: ("#f9d0c8", "#c2493b"),
    Colour.GREEN: ("#cfe9c7", "#4b8a3c"),
    Colour.BLUE: ("#cbe1f6", "#2f74b5"),
    Colour.PURPLE: ("#e4d6f5", "#7b52b5"),
    Colour.ORANGE: ("#fbdcb6", "#b96a13"),
}
"""The ground and the bar of each colour of a mark."""

DARK = {
    Colour.YELLOW: ("#57481a", "#e3bf4f"),
    Colour.RED: ("#5c2b2a", "#e2766a"),
    Colour.GREEN: ("#27492f", "#82b56c"),
    Colour.BLUE: ("#22456a", "#6facdf"),
    Colour.PURPLE: ("#46345f", "#b391dd"),
    Colour.ORANGE: ("#5a3c1d", "#e59c52"),
}

_LIGHT_ROLES = (
    "--ground:#fbf8f1;--raised:#f2ecdf;--text:#2d2b27;--strong:#12110f;"
    "--muted:#6c665c;--rule:#e4ddcd;--accent:#9a5b13;"
)
_DARK_ROLES = (
    "--ground:#16181d;--raised:#1e2128;--text:#d9d5cb;--strong:#f4f1e8;"
    "--muted:#9497a0;--rule:#2b2e36;--accent:#e0af68;"
)
_PAPER_ROLES = (
    "--ground:#fff;--raised:#f6f3ec;--text:#1a1917;--strong:#000;"
    "--muted:#5c574e;--rule:#d8d2c4;--accent:#7a4710;"
)

_RULES = """
*{box-sizing:border-box}
html{background:var(--ground);color:var(--text);font:1.0625rem/1.6 Charter,"Bitstream Charter",\
"Iowan Old Style","Source Serif 4",Cambria,Georgia,serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:60rem;padding:3.5rem 21rem 5rem 2.5rem;overflow-wrap:break-word;hyphens:auto}
h1,h2,h3,h4,h5,h6{color:var(--strong);line-height:1.25;margin:2.2em 0 .7em;hyphens:manual;text-wrap:balance}
h1{font-size:1.9rem;margin:0 0 .5rem}
h2{font-size:1.4rem}
h3{font-size:1.15rem}
h4,h5,h6{font-size:1rem}
p,ul,ol,dl,blockquote,pre,table,figure{margin:0 0 1em}
.head{border-bottom:1px solid var(--rule);margin-bottom:2.5rem;padding-bottom:1.2rem}
article+article{border-top:1px solid var(--rule);margin-top:5rem;padding-top:3rem}
.reference,.legend,.codebook{color:var(--muted);font-size:.9rem}
.reference{margin-bottom:.6rem}
.legend,.codebook{list-style:none;margin:0 0 .5rem;padding:0}
.legend li,.codebook li{display:inline-block;margin-right:1.2em}
.tags{color:var(--accent);margin-bottom:.3em}
.tag{unicode-bidi:isolate;margin-right:.5em;white-space:nowrap}
.codebook .tag{color:var(--accent);margin-right:.3em}
a{color:inherit;text-decoration-color:var(--accent);text-underline-offset:.15em}
li>p{margin-bottom:.4em}
.bare{list-style:none}
blockquote{border-left:2px solid var(--rule);margin-left:0;padding-left:1.2rem}
pre{background:var(--raised);font-size:.85rem;line-height:1.45;overflow-x:auto;padding:.8rem 1rem;hyphens:manual}
code,pre{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
p code,li code{font-size:.88em}
.verse{white-space:pre-wrap}
.caption,caption,.image{color:var(--muted);font-size:.9rem}
caption{text-align:left;padding-bottom:.4em}
.image::before{content:"\\25a1\\a0"}
table{border-collapse:collapse;font-size:.92rem;max-width:100%}
th,td{border-bottom:1px solid var(--rule);padding:.3em 1em .3em 0;text-align:start;vertical-align:top}
th{color:var(--strong)}
.footnote{color:var(--muted);font-size:.9rem}
sup,sub{line-height:0}
hr{border:0;border-top:1px solid var(--rule);margin:2em 25%}
mark{background:var(--fill,transparent);color:var(--strong);padding:.08em 0;\
-webkit-box-decoration-break:clone;box-decoration-break:clone;print-color-adjust:exact;\
-webkit-print-color-adjust:exact}
mark.plain{text-decoration:underline;text-decoration-color:var(--muted);text-underline-offset:.2em}
mark mark{border-bottom:2px solid var(--bar,var(--muted))}
mark:target{outline:2px solid var(--accent)}
.sign{color:var(--muted);text-decoration:none}
.sign::after{content:attr(data-number);font-size:.68em;padding-left:.15em;vertical-align:super;line-height:0}
aside{border-left:3px solid var(--bar,var(--muted));font-size:.82rem;line-height:1.45;margin-bottom:.9rem;\
padding-left:.8rem;position:relative;print-color-adjust:exact;-webkit-print-color-adjust:exact}
aside:target{background:var(--raised)}
aside p,aside ul,aside ol,aside dl,aside pre,aside blockquote{margin-bottom:.35em}
aside .number{color:var(--muted);float:left;font-size:.9em;margin-right:.5em;text-decoration:none}
.fields{color:var(--muted);margin-bottom:.3em}
.fields div{display:inline-block;margin-right:1em}
.fields dt,.fields dd{display:inline;margin:0}
.fields dt::after{content:":"}
.state,.relation,.where{color:var(--muted);font-style:italic;margin-bottom:.3em}
.quote{break-inside:avoid;border-left:3px solid var(--bar,var(--muted));margin:0 0 1.8rem;padding-left:1.1rem;\
print-color-adjust:exact;-webkit-print-color-adjust:exact}
.quote blockquote{border:0;color:var(--strong);margin:0 0 .4em;padding:0}
.quote figcaption{font-size:.88rem}
.quote figcaption>*{margin-bottom:.3em}
.pre{white-space:pre-line}
@media screen and (min-width:56.001rem){
.margin{clear:right;float:right;margin-right:-18.5rem;width:16.5rem}
.report{padding-right:2.5rem}
}
@media screen and (max-width:56rem){
body{max-width:42rem;padding:1.6rem 1.15rem 3rem}
.beside{display:flex;flex-direction:column}
.beside>.margin{margin:0 0 .6rem 1rem;order:1}
.beside>:not(.margin){margin-bottom:.6rem;max-width:100%}
table{display:block;overflow-x:auto}
}
@page{margin:18mm 16mm}
@media print{
html{font-size:10.5pt}
body{max-width:none;padding:0 58mm 0 0}
body.report{padding:0}
.margin{clear:right;float:right;margin-right:-58mm;width:51mm}
aside{break-inside:avoid;font-size:8.5pt}
h1,h2,h3,h4,h5,h6{break-after:avoid}
p{orphans:3;widows:3}
tr,img,pre{break-inside:avoid}
pre{white-space:pre-wrap}
a{text-decoration:none}
}
"""


def style() -> str:
    """The style sheet; it names nothing outside the file."""
    return (
        f":root{{color-scheme:light dark;{_LIGHT_ROLES}}}\n{_colours(LIGHT)}"
        f"@media (prefers-color-scheme:dark){{:root{{{_DARK_ROLES}}}\n{_colours(DARK)}}}\n"
        # Paper is light, whatever the screen is.
        f"@media print{{:root{{color-scheme:light;{_PAPER_ROLES}}}\n{_colours(LIGHT)}}}"
        f"{_RULES}"
    )


def _colours(palette: dict[Colour, tuple[str, str]]) -> str:
    return "".join(
        f".{colour}{{--fill:{palette[colour][0]};--bar:{palette[colour][1]}}}\n"
        for colour in COLOURS
    )
