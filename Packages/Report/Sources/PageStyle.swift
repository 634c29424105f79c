/// The style sheet of a page. Colours are those of Okabe and Ito, which colour-blind readers tell apart, and
/// each comes with a mark, a frame or a word of its own, so that paper in black and white loses nothing.
enum PageStyle {
    static let sheet = """
        :root{--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--back:#f6f8fa;--good:#0072b2;\
        --open:#b26f00;--bad:#c44601}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1240px;padding:24px;background:var(--paper);color:var(--ink);\
        font:15px/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
        h1{font-size:22px;margin:0 0 2px}h2{font-size:17px;margin:32px 0 8px}
        p{margin:4px 0}.about,.note{color:var(--soft)}
        .verdict{display:flex;gap:18px;align-items:center;margin:18px 0;padding:16px 20px;border-radius:8px;\
        background:var(--back);border-left:10px solid}
        .verdict strong{font-size:26px;line-height:1.2;text-transform:capitalize}.verdict .sign{font-size:38px;line-height:1}
        .verdict.complete{border-color:var(--good)}.verdict.complete .sign{color:var(--good)}
        .verdict.incomplete{border-color:var(--open);border-left-style:dashed}.verdict.incomplete .sign{color:var(--open)}
        .verdict.invalid{border-color:var(--bad);border-left-style:double}.verdict.invalid .sign{color:var(--bad)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 18px;margin:0}dt{color:var(--soft)}\
        dd{margin:0;overflow-wrap:anywhere}
        code{font:13px/1.4 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
        table{border-collapse:collapse;width:100%;font-size:13.5px}
        th{text-align:left;color:var(--soft);font-weight:600;background:var(--back);white-space:nowrap}
        th,td{padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}
        td.number{text-align:right;font-variant-numeric:tabular-nums}td.when{white-space:nowrap}
        td .sub{display:block;color:var(--soft);font-size:12px}
        tr:last-child td{border-bottom:0}
        tr.invalid td:first-child{border-left:6px double var(--bad)}
        tr.unproven td:first-child{border-left:6px dashed var(--open)}
        tr.authorized td:first-child,tr.mandate td:first-child,tr.repeated td:first-child{border-left:6px solid var(--good)}
        .finding{font-weight:600;white-space:nowrap}.invalid .finding{color:var(--bad)}\
        .unproven .finding{color:var(--open)}.authorized .finding,.mandate .finding{color:var(--good)}
        .graph{display:block;margin:0 auto;font:13px system-ui,"DejaVu Sans",sans-serif}
        .graph .arrow{fill:none;stroke:#8b949e;stroke-width:1.4}.graph .tip{fill:#8b949e}
        .graph .paper{fill:#fff}.graph .stripe{fill:#e4c6da}
        .graph rect{stroke-width:1.6}.graph text{fill:var(--ink)}
        .graph .label{font-weight:600}.graph .signer{font-size:11.5px;fill:var(--soft)}.graph .mark{font-size:15px}
        .graph .box:not(.tainted)>rect{fill:#fff}
        .graph .authorized>rect{stroke:var(--good)}.graph .authorized .mark{fill:var(--good)}
        .graph .unproven>rect{stroke:var(--open);stroke-dasharray:7 4}.graph .unproven .mark{fill:var(--open)}
        .graph .invalid>rect{stroke:var(--bad);stroke-width:4}.graph .invalid .mark{fill:var(--bad)}
        .graph .earlier>rect{stroke:#8b949e;fill:var(--back)}
        .graph .missing>rect{stroke:var(--soft);stroke-dasharray:1.5 4;stroke-linecap:round}
        .legend{display:flex;flex-wrap:wrap;gap:2px 22px;color:var(--soft);font-size:13px;margin:8px 0 0;padding:0;list-style:none}
        .legend b{color:var(--ink);display:inline-block;min-width:14px}
        @media print{body{max-width:none;padding:0;font-size:11px}.scroll{overflow:visible;border:0}\
        .graph{max-width:100%;height:auto}table{font-size:10px}tr,.verdict{break-inside:avoid}thead{display:table-header-group}\
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
