import Server
import Testing

/// The page's files lose what no browser needs, and nothing else.
@Suite struct PageCompactionTests {
    @Test(
        arguments: [
            ("const a = 1; // one\n\n  // two\nlet b = a;", "const a=1;let b=a;\n"),
            ("f(a, /* why */ b);", "f(a,b);\n"),
            ("const u = 'http://x' + \"it's // so\";", "const u='http://x'+\"it's // so\";\n"),
            ("const s = 'a \\' // b';", "const s='a \\' // b';\n"),
            (
                "say(`two  ${ a + `in ${ b }` }  // words`);",
                "say(`two  ${a+`in ${b}`}  // words`);\n"
            ),
            ("const o = `${ { a: { b } } }  x`;", "const o=`${{a:{b}}}  x`;\n"),
            ("text.replace(/[/\"'] +/g, '');", "text.replace(/[/\"'] +/g,'');\n"),
            ("return /a  b/.test(c) ? d / 2 : (e) / f;", "return/a  b/.test(c)?d/2:(e)/f;\n"),
            ("a\nb", "a\nb\n"), ("a\n  .b()", "a.b()\n"), ("f()\n(g)", "f()\n(g)\n"),
            ("return\na", "return\na\n"),
            ("const f = () => {\n  g();\n}\nh()", "const f=()=>{g();}\nh()\n"),
            ("a + +b; a - -b; a + ++b; a - b", "a+ +b;a- -b;a+ ++b;a-b\n"),
            ("a < !--b", "a< !--b\n"), ("typeof a in b", "typeof a in b\n"),
            ("say('é …'); grün = 1", "say('é …');grün=1\n"),
        ]
    )
    func aScriptMeansTheSame(file: String, compact: String) {
        #expect(text(PageCompaction.script(Array(file.utf8))) == compact)
    }

    @Test(arguments: ["a = 'b", "a = `b ${c", "a = `b ${c} d", "a /* b", "a = /b\n"])
    func aScriptThatIsNotUnderstoodStaysAsItIs(file: String) {
        #expect(text(PageCompaction.script(Array(file.utf8))) == file)
    }

    @Test(
        arguments: [
            (
                "/* why */\n.a, .b > i {\n  margin: -7px 0;\n  color: red;\n}\n",
                ".a,.b>i{margin:-7px 0;color:red}"
            ),
            (
                ".a :is(.b, .c)::before { content: \"✓  {; }\"; }",
                ".a :is(.b,.c)::before{content:\"✓  {; }\"}"
            ),
            (
                "@media (min-width: 900px) and (hover: hover) {\n  p { width: calc(1px + 2%); }\n}",
                "@media (min-width:900px) and (hover:hover){p{width:calc(1px + 2%)}}"
            ),
        ]
    )
    func aStyleMeansTheSame(file: String, compact: String) {
        #expect(text(PageCompaction.style(Array(file.utf8))) == compact)
    }

    @Test func markupKeepsItsWordsApart() {
        let file = "<p>\n  <!-- why -->\n  one\n\n  <b>two</b> three</p>\n"
        #expect(text(PageCompaction.markup(Array(file.utf8))) == "<p>\none\n<b>two</b> three</p>\n")
        #expect(text(PageCompaction.markup(Array("<p><!-- a".utf8))) == "<p><!-- a")
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
