// Pages are whole, always the same, and whatever is in them stays where it belongs.
#include "analysis/web/pages/page.hpp"

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/pages/parts.hpp"
#include "tests/unit/pages/unpacked.hpp"

namespace page_test {

using namespace rippletank;
using namespace rippletank::tests;
using pages::Assets;
using pages::page;
using registry::Json;

namespace {

const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> names = {"</script><!--",
                                                 "</ScRiPt ><script>alert(1)</script>",
                                                 "<!--<script>",
                                                 "]]>",
                                                 "{{data}}",
                                                 "{{title}}",
                                                 "\"'&\\`${x}",
                                                 "\xe2\x80\xa8\xe2\x80\xa9",
                                                 std::string("\0\x1b[31m", 6),
                                                 "</title><img src=x onerror=alert(1)>",
                                                 "\xff\xfe not UTF-8"};
  return names;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

/// Everything that opens or closes an element, in order: the bones of a page.
std::vector<std::string> tags_of(const std::string& text) {
  static const std::regex tag("</?[A-Za-z][A-Za-z0-9]*|<!--");
  std::vector<std::string> tags;
  for (std::sregex_iterator at(text.begin(), text.end(), tag), end; at != end; ++at) {
    tags.push_back(at->str());
  }
  return tags;
}

/// Few parts, so that what a test looks for is not lost among them.
Assets few_parts() {
  Assets assets;
  assets.skeleton =
      "<title>{{title}}</title><style>{{style}}</style>\n"
      "<script id=\"page-data\">{{data}}</script><script id=\"page-engine\">{{engine}}</script>"
      "<script id=\"page-scripts\">{{scripts}}</script><script>{{boot}}</script>\n";
  assets.style = "p { color: red }";
  assets.boot = "boot();";
  assets.scripts = {{"page/a.js", "export const a = \"</script>\";"}, {"uplot", "b"}};
  return assets;
}

}  // namespace

TEST_CASE("every part has its place, and no place is left") {
  for (const bool with_engine : {false, true}) {
    const std::string text =
        page(parts_with_engine(), "a title", {{{"kind", "lab"}}, "12"}, with_engine);
    const std::regex place("\\{\\{[a-z]+\\}\\}");
    CHECK_FALSE(std::regex_search(text, place));
    CHECK(text.substr(0, 15) == "<!doctype html>");
    CHECK(text.substr(text.size() - 8) == "</html>\n");
    CHECK(count_of(text, "<title>a title</title>") == 1);
    CHECK(unpacked(text, "page-data") == Json({{"kind", "lab"}}));
    CHECK(inflated(from_base128(script_of(text, "page-messages"))) == "12");
    const Json scripts = unpacked(text, "page-scripts");
    CHECK(scripts.contains("engine") == with_engine);
    for (const auto& [name, script] : parts_with_engine().scripts) CHECK(scripts[name] == script);
    CHECK(from_base128(script_of(text, "page-engine")) ==
          (with_engine ? parts_with_engine().engine->second : ""));
  }
}

TEST_CASE("a title is text, whatever it says") {
  for (const std::string& name : hostile_names()) {
    INFO(name);
    const std::string text = page(few_parts(), name, {}, false);
    CHECK(tags_of(text) == tags_of(page(few_parts(), "plain", {}, false)));
    const std::size_t begin = text.find("<title>") + 7;
    const std::string title = text.substr(begin, text.find("</title>") - begin);
    CHECK(title.find_first_of("<>\"\n\x1b") == std::string::npos);
    CHECK(title.find('\0') == std::string::npos);
  }
  const std::string text = page(few_parts(), "a < b & \"c\"\nd", {}, false);
  CHECK(count_of(text, "<title>a &lt; b &amp; &quot;c&quot; d</title>") == 1);
}

TEST_CASE("data is data, whatever it says") {
  for (const std::string& name : hostile_names()) {
    INFO(name);
    const Json data{{"name", name}, {name, {name, 1.5, nullptr}}};
    const std::string text = page(few_parts(), "t", {data, ""}, false);
    CHECK(tags_of(text) == tags_of(page(few_parts(), "t", {}, false)));
    const Json expected = Json::parse(data.dump(-1, ' ', false, Json::error_handler_t::replace));
    CHECK(unpacked(text, "page-data") == expected);
  }
}

TEST_CASE("scripts are not looked at: they may hold anything") {
  const std::string text = page(few_parts(), "t", {}, false);
  CHECK(unpacked(text, "page-scripts")["page/a.js"] == "export const a = \"</script>\";");
  CHECK(count_of(text, "</script>") == 4);
}

TEST_CASE("what stands in a page as it is cannot end the element that it is in") {
  const Assets assets = parts_without_engine();
  std::string style = assets.style;
  std::string boot = assets.boot;
  for (std::string* text : {&style, &boot}) {
    std::transform(text->begin(), text->end(), text->begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
  CHECK(style.find("</style") == std::string::npos);
  CHECK(boot.find("</script") == std::string::npos);
  CHECK(boot.find("<!--") == std::string::npos);
}

TEST_CASE("a page asks no network for anything") {
  const std::string text = page(parts_without_engine(), "t", {}, false);
  CHECK(count_of(text, "default-src 'none'") == 1);
  const std::regex elsewhere("(src|href)=\"(?!#|data:)", std::regex::ECMAScript);
  CHECK_FALSE(std::regex_search(text, elsewhere));
  CHECK_FALSE(std::regex_search(parts_without_engine().style, std::regex("@import|url\\(")));
}

TEST_CASE("the same input makes the same bytes") {
  const pages::Content data{{{"b", 1}, {"a", hostile_names().front()}}, "messages"};
  CHECK(page(parts_with_engine(), "t", data, true) == page(parts_with_engine(), "t", data, true));
  CHECK(page(parts_with_engine(), "t", data, false) != page(parts_with_engine(), "u", data, false));
}

}  // namespace page_test
