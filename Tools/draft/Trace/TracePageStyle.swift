/// The looks of a page, and the few lines of script that filter it. Each state has a word beside its colour.
enum TracePageStyle {
    static let sheet = """
        :root{--ink:#1b1f24;--soft:#59636e;--line:#d8dee4;--paper:#fff;--back:#f6f8fa;--verified:#1a7f5a;\
        --implied:#0072b2;--excepted:#7d6ba8;--untested:#c98a00;--unimplemented:#d2691e;--todo:#8b949e;\
        --open:#c44601;--failing:#b3123c}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;\
        --back:#161b22;--verified:#3fb98a;--implied:#58a6d6;--excepted:#a793d6;--untested:#e0ab3a;\
        --unimplemented:#f0883e;--todo:#9198a1;--open:#ff7b4a;--failing:#ff5c7c}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1000px;padding:28px 24px 80px;background:var(--paper);color:var(--ink);\
        font:15px/1.55 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
        h1{font-size:22px;margin:0 0 2px}h2{font-size:16px;margin:34px 0 10px;color:var(--soft)}
        p{margin:4px 0}header>p{color:var(--soft)}
        .bar{display:flex;height:14px;margin:18px 0 12px;border-radius:7px;overflow:hidden;gap:2px}
        .bar span{min-width:3px;background:var(--state)}
        nav{display:flex;flex-wrap:wrap;gap:6px;align-items:center;position:sticky;top:0;padding:8px 0;\
        background:var(--paper)}nav .gap{flex:1}
        button{font:13px/1.4 inherit;padding:3px 10px;border:1px solid var(--line);border-radius:14px;\
        background:var(--back);color:var(--ink);cursor:pointer}button[aria-pressed=false]{opacity:.4}
        button i{display:inline-block;width:9px;height:9px;margin-right:6px;border-radius:50%;background:var(--state)}
        input{font:13px inherit;width:150px;padding:4px 10px;border:1px solid var(--line);border-radius:14px;\
        background:var(--paper);color:var(--ink)}
        .verified{--state:var(--verified)}.implied{--state:var(--implied)}.excepted{--state:var(--excepted)}
        .untested{--state:var(--untested)}.unimplemented{--state:var(--unimplemented)}.todo{--state:var(--todo)}
        .open{--state:var(--open)}.failing{--state:var(--failing)}
        article{margin:8px 0;padding:9px 16px 10px;border:1px solid var(--line);border-left:5px solid var(--state);\
        border-radius:6px;scroll-margin-top:60px}article:target{background:var(--back)}
        article[hidden],h2[hidden]{display:none}
        .head{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;font-size:13px}
        .head a:last-child{margin-left:auto;color:var(--soft)}
        .id{font:600 13px ui-monospace,"DejaVu Sans Mono",monospace;color:var(--ink)}
        .level{color:var(--soft);font-size:12px}.state{color:var(--state);font-weight:600}
        a{color:var(--implied);text-decoration:none}a:hover{text-decoration:underline}
        .reason{padding:6px 12px;border-radius:4px;background:var(--back)}
        .by{display:flex;gap:12px;margin-top:4px;font-size:13px}.by>span{flex:0 0 52px;color:var(--soft)}
        ul{margin:0;padding:0;list-style:none}li{overflow-wrap:anywhere}summary{cursor:pointer}
        small{display:block;color:var(--soft)}code{font:12.5px ui-monospace,"DejaVu Sans Mono",monospace}
        .bad{color:var(--failing)}
        @media print{nav{display:none}article{break-inside:avoid}*{print-color-adjust:exact}}
        """

    static let script = """
        const cards=[...document.querySelectorAll("article")],heads=[...document.querySelectorAll("h2")];
        const buttons=[...document.querySelectorAll("button")],search=document.querySelector("input");
        function show(){
          const off=k=>new Set(buttons.filter(b=>b.dataset[k]&&b.ariaPressed==="false").map(b=>b.dataset[k]));
          const states=off("state"),levels=off("level"),words=search.value.toLowerCase();
          for(const c of cards)c.hidden=states.has(c.dataset.state)||levels.has(c.dataset.level)||
            !c.textContent.toLowerCase().includes(words);
          for(const h of heads){let n=h.nextElementSibling,any=false;
            while(n&&n.tagName==="ARTICLE"){any=any||!n.hidden;n=n.nextElementSibling}h.hidden=!any}
        }
        for(const b of buttons)b.onclick=()=>{b.ariaPressed=b.ariaPressed==="true"?"false":"true";show()};
        search.oninput=show;
        """
}
