use serde_json::json;

use super::*;

fn value(text: &str) -> Option<Value> {
    value_at(text).map(|(value, _)| value)
}

#[test]
fn literals_are_json_and_more() {
    for (text, expected) in [
        (
            r#"{"a": [1, -2.5, 1e3, true, null]}"#,
            json!({"a": [1, -2.5, 1000.0, true, null]}),
        ),
        (
            "{a:'x',$b:!0,2:!1,c:void 0,}",
            json!({"a": "x", "$b": true, "2": false, "c": null}),
        ),
        (
            "[ .5, /* ] */ NaN, // ]\n -Infinity, `y`, 7n ]",
            json!([0.5, null, null, "y", null]),
        ),
        (
            r#"["\u003Cp\u003e\/\x41\'\n", 'a"\u{1f600}\ud83d\ude00', "\ud83dx"]"#,
            json!(["<p>/A'\n", "a\"😀😀", "\u{fffd}x"]),
        ),
        (
            r#"JSON.parse("{\"a\": [\"\\u0645\"]}")"#,
            json!({"a": ["م"]}),
        ),
        (r"JSON.parse('{\x22a\x22:1}')", json!({"a": 1})),
        (
            "{a: new Date(1709632800000), b: Object.freeze({c: 1}), d: f(2), e: x.y}",
            json!({"a": 1_709_632_800_000_u64, "b": {"c": 1}, "d": null, "e": null}),
        ),
    ] {
        assert_eq!(value(text), Some(expected), "{text}");
    }
    for text in [
        "",
        "{a",
        "{a: b + c}",
        "[1 2]",
        "'a",
        "{a: function(){}}",
        "`${a}`",
        "x => 1",
        r#""\ud8""#,
    ] {
        let whole = value_at(text).filter(|(_, rest)| rest.is_empty());
        assert_eq!(whole, None, "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(value(&deep), None);
}

#[test]
fn what_follows_a_value_is_told() {
    assert_eq!(
        value_at("{a: 1};f({b: 2})"),
        Some((json!({"a": 1}), ";f({b: 2})"))
    );
    assert_eq!(
        arguments_at("app, '#x', {a: 1});g()"),
        Some((vec![Value::Null, json!("#x"), json!({"a": 1})], ";g()"))
    );
}

#[test]
fn a_function_that_is_called_at_once_returns_its_value() {
    for text in [
        "(function(a,b,c){return {x:a,y:[b,b],z:c,w:d}}('1',2,{}));",
        "(function(a,b,c){ return {x:a,y:[b,b],z:c,w:d}; })('1',2,{});",
    ] {
        let expected = json!({"x": "1", "y": [2, 2], "z": {}, "w": null});
        assert_eq!(value_at(text), Some((expected, ";")), "{text}");
    }
    // What occurs several times is assigned part by part, and may name what is assigned later.
    let text = "(function(a,b,c){a.title='x';a.parts=b;b[0]='y';b[1]=c;c[\"k\"]=1;a.set(2);return {d:[a],e:a}}\
                ({},Array(2),{}))";
    let article = json!({"title": "x", "parts": ["y", {"k": 1}]});
    assert_eq!(value(text), Some(json!({"d": [article], "e": article})));
    // Functions within functions would be read again and again.
    assert_eq!(
        value("(function(a){return (function(b){return b}(1))}(2))"),
        None
    );
}

#[test]
fn copies_of_names_have_a_bound() {
    let long = "x".repeat(1000);
    let uses = "a,".repeat(1000);
    let text = format!("(function(a){{return [{uses}]}}('{long}'))");
    let found = value(&text).expect("a list");
    let values = found.as_array().expect("a list");
    assert_eq!(values.len(), 1000);
    // The script has 3,028 bytes, of which eight times as many may be copied: 23 times 1,016.
    assert_eq!(text.len(), 3028);
    let copied = values.iter().filter(|value| value.is_string());
    assert_eq!(copied.count(), 23);
}
