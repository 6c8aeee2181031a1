// XmlScanner: what it hands out, and what it refuses.
#include "topologies/readers/xml_scanner.hpp"

#include <fmt/format.h>

#include "tests/unit/topologies/readers_shared.hpp"
#include "topologies/readers/graphml_document.hpp"

namespace readers_xml_test {

namespace {

using namespace rippletank;
using topologies::Problems;
using topologies::XmlScanner;

/// The document as a line of its events: `<a` start, `a>` end, texts in brackets.
std::string events(std::string_view document) {
  Problems problems("test.xml");
  XmlScanner xml(document, problems);
  std::string all;
  while (true) {
    switch (xml.next()) {
      case XmlScanner::Kind::start:
        all += fmt::format("<{} ", xml.name());
        break;
      case XmlScanner::Kind::end:
        all += fmt::format("{}> ", xml.name());
        break;
      case XmlScanner::Kind::text:
        all += fmt::format("[{}] ", xml.text());
        break;
      case XmlScanner::Kind::finish:
        return all;
    }
  }
}

registry::Diagnostic refusal(std::string_view document) {
  const auto diagnostics = tests::diagnostics_of([&] { events(document); });
  return diagnostics.empty() ? registry::Diagnostic{"", 0, "", "accepted"} : diagnostics.front();
}

std::string converted(std::string_view document) {
  Problems problems("test.xml");
  return topologies::to_utf8(document, problems);
}

/// What is said of a document that comes in some encoding, in which elements are to be GraphML's.
std::string refusal_of_converted(std::string_view document) {
  const auto diagnostics = tests::diagnostics_of([&] {
    const std::string utf8 = converted(document);
    Problems problems("test.xml");
    topologies::read_graphml_document(utf8, problems);
    problems.stop_if_any();
  });
  return diagnostics.empty() ? "accepted" : diagnostics.front().message;
}

}  // namespace

TEST_CASE("xml: elements, texts and what is skipped") {
  CHECK(events("<a/>") == "<a a> ");
  CHECK(events("<?xml version='1.0'?>\n<!-- <no> -->\n<a><b>x</b> <c /></a >\n<!-- end -->") ==
        "<a <b [x] b> <c c> a> ");
  CHECK(events("<n:a xmlns:n='u'><n:b/></n:a>") == "<a <b b> a> ");
  CHECK(events("<a>x<!-- - -->y<?pi > ?>z</a>") == "<a [x] [y] [z] a> ");
  CHECK(events("<a>1 <![CDATA[<&]]> 2</a>") == "<a [1 <& 2] a> ");
  CHECK(events("<!DOCTYPE a SYSTEM \"x>y\" [<!ENTITY e ']>'><!-- ] -->]>\n<a/>") == "<a a> ");
}

TEST_CASE("xml: predefined entities and characters by number are replaced, once") {
  CHECK(events("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#xe9;&#x1F30A;</a>") ==
        "<a [<>&\"'A\xc3\xa9\xf0\x9f\x8c\x8a] a> ");
  CHECK(events("<a>&amp;lt;</a>") == "<a [&lt;] a> ");
  for (const char* wrong : {"&nbsp;", "&;", "&#;", "&#x;", "&#0;", "&#xD800;", "&#x110000;",
                            "&#-1;", "&#99999999999;", "&lt", "&#1;"}) {
    CAPTURE(wrong);
    CHECK(refusal(fmt::format("<a>{}</a>", wrong)).message.find("expected &amp;") == 0);
    CHECK(refusal(fmt::format("<a x='{}'/>", wrong)).message.find("expected &amp;") == 0);
  }
}

TEST_CASE("xml: attributes are found by their name as written") {
  Problems problems("test.xml");
  XmlScanner xml("<a attr.name=\"x &amp; y\" n:z = 'it\"s'><b/></a>", problems);
  REQUIRE(xml.next() == XmlScanner::Kind::start);
  REQUIRE(xml.attribute("attr.name") != nullptr);
  CHECK(*xml.attribute("attr.name") == "x & y");
  CHECK(*xml.attribute("n:z") == "it\"s");
  CHECK(xml.attribute("z") == nullptr);
  xml.next();
  CHECK(xml.attribute("attr.name") == nullptr);
}

TEST_CASE("xml: lines are those on which tags and mistakes stand") {
  Problems problems("test.xml");
  XmlScanner xml("<a\n x='1\n2'>\n\n<!--\n-->\n<b/></a>", problems);
  xml.next();
  CHECK(xml.line() == 1);
  xml.next();
  CHECK(xml.name() == "b");
  CHECK(xml.line() == 7);
  CHECK(refusal("<a>\n\n&no;\n</a>").line == 3);
  CHECK(refusal("<a>\n<b\nx='&no;'/></a>").line == 3);
  CHECK(refusal("<a>\n</b>").line == 2);
  CHECK(refusal("\n\nhello").line == 3);
}

TEST_CASE("xml: what is not well formed is refused") {
  for (const char* wrong : {"",
                            " ",
                            "x",
                            "<",
                            "<a",
                            "<a>",
                            "<a/",
                            "<a/ >",
                            "</a>",
                            "<a></b>",
                            "<a/><b/>",
                            "<a/>x",
                            "<a x/>",
                            "<a x=1/>",
                            "<a x='1/>",
                            "<a x='1' x='2'/>",
                            "<a x='1'y='2'/>",
                            "<a x='<'/>",
                            "<1/>",
                            "< a/>",
                            "<a><!-- </a>",
                            "<a><![CDATA[</a>",
                            "<?xml",
                            "<!DOCTYPE a [",
                            "<!DOCTYPE '",
                            "<a><!DOCTYPE a></a>",
                            "<a>&</a>",
                            "<![CDATA[x]]><a/>",
                            "<a></a",
                            "<a></ a>"}) {
    CAPTURE(wrong);
    CHECK(refusal(wrong).message != "accepted");
  }
}

TEST_CASE("xml: elements may be nested so deep and no deeper") {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "<a>";
    for (std::size_t i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  CHECK(refusal(nested(XmlScanner::deepest)).message == "accepted");
  CHECK(refusal(nested(XmlScanner::deepest + 1)).message ==
        "expected at most 100 elements inside each other, got more");
  CHECK(refusal(nested(100'000)).message ==
        "expected at most 100 elements inside each other, got more");
}

TEST_CASE("xml: the declared encoding counts") {
  CHECK(converted("\xef\xbb\xbf<a>\xc3\xbc</a>") == "<a>\xc3\xbc</a>");
  CHECK(converted("<?xml version='1.0' encoding='iso-8859-1'?><a>\xfc</a>").find("\xc3\xbc") !=
        std::string::npos);
  CHECK(converted("<?xml encoding=\"utf-8\"?><a/>") == "<?xml encoding=\"utf-8\"?><a/>");
  for (const char* wrong : {"<a>\xfc</a>", "<?xml encoding='UTF-8'?>\xfc", "<a>\x01</a>",
                            "<?xml encoding='KOI8-R'?><a/>", "<?xml encoding=''?><a/>"}) {
    CHECK(tests::diagnostics_of([&] { converted(wrong); }).size() == 1);
  }
}

TEST_CASE("xml: skipping an element ends behind it") {
  Problems problems("test.xml");
  XmlScanner xml("<a><b><c/>x<d><e/></d></b><f/></a>", problems);
  xml.next();
  xml.next();
  REQUIRE(xml.name() == "b");
  xml.skip_element();
  CHECK(xml.next() == XmlScanner::Kind::start);
  CHECK(xml.name() == "f");
  xml.skip_element();
  CHECK(xml.next() == XmlScanner::Kind::end);
  CHECK(xml.next() == XmlScanner::Kind::finish);
}

TEST_CASE("xml: however long or odd a name is, the message is short and safe to show") {
  const std::string name = std::string(5'000, 'a') + "\xc2\x9b" + std::string(125'000, 'b');
  const std::vector<std::string> documents = {
      "<" + name,
      "<" + name + "/><" + name + "/>",
      "<" + name + ">",
      "<" + name + "></b>",
      "<b></" + name + ">",
      "<b></" + name + " x>",
      "</" + name + ">",
      "<" + name + "*>",
      "<b " + name + ">",
      "<b " + name + "=7>",
      "<b " + name + "=\"7>",
      "<b " + name + "=\"<\">",
      "<b " + name + "='7' " + name + "='7'>",
      "<b>&" + name + ";</b>",
      "<b>" + name,
      name,
      "<?xml version='1.0' encoding='" + name + "'?><b/>",
  };
  for (const std::string& document : documents) {
    const std::string message = refusal_of_converted(document);
    INFO(document.substr(0, 20) << " … : " << message.substr(0, 200));
    CHECK(message != "accepted");
    CHECK(message.size() < 250);
  }
  // A control character of two bytes, which may steer a terminal, in a name.
  CHECK(refusal("<a\xc2\x9b></b>").message == R"(expected </a\xc2\x9b>, got </b>)");
}

}  // namespace readers_xml_test
