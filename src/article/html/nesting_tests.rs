use super::*;

#[test]
fn deep_pages_are_costly_however_they_nest() {
    for part in [
        "<div>",
        "<div/>",
        "<b>",
        "<b><p>",
        "<p><b a=1></p>",
        "<span><div></span></div>",
        "<span><li></span></li>",
        "<form><div></form>",
        "<svg><span><path/>",
        "<object><applet></object></applet>",
        "<p><b a=1></p><svg><a></a></svg>",
        "<table><tr><td>",
        "<font color=red>نص",
        "<x-y>",
        "<rt>",
        "<select><style></select><div>",
        "<svg><title><div>",
        "<body a=1></body>",
    ] {
        assert!(is_costly(&part.repeat(2_000)), "{part}");
    }
    let attributes: String = (0..2_000).map(|number| format!(" a{number}")).collect();
    assert!(is_costly(&format!("<p{attributes}>")));
}

#[test]
fn long_pages_are_not_costly() {
    for part in [
        "<p>نص",
        "<p><span>نص</p>",
        "<div><span>نص</div>",
        "<li>بند<li>آخر",
        "<a href=x>رابط",
        "<b>نص</b><br><img src=x>",
        "<b><p>نص</b></p>",
        "<svg><g><path d=x /><path/></g></svg>",
        "<script>if (a<b) '<div><div>'</script>",
        "<table><tr><td><span>خلية<tr><td>أخرى</table>",
        "<h2>عنوان</h3>",
        "<dl><dt>أ<dd>ب</dl>",
        "<select><option>أ<option>ب</select>",
        "<ruby>أ<rt>ب</ruby>",
        "<!-- <div> -->",
    ] {
        assert!(!is_costly(&part.repeat(2_000)), "{part}");
    }
    let nested = format!("{}نص{}", "<div>".repeat(500), "</div>".repeat(500));
    assert!(!is_costly(&nested.repeat(3)));
}
