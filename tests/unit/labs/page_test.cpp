// Pages are taken apart and put together, and laid out for terminals.
#include "analysis/labs/page.hpp"

#include <fstream>
#include <regex>

#include "analysis/labs/answers.hpp"
#include "sim/registry/wrap.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/labs/shipped.hpp"

namespace page_test {

using namespace rippletank;
using namespace rippletank::labs;
using rippletank::tests::shipped_labs;

namespace {

std::string laid_out(const std::string& markdown) { return terminal_text(markdown, 40); }

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a page falls into sections, and code does not begin any") {
  const std::string text = "# T\n\nhead\n\n## A\n\none\n\n```sh\n## not\n```\n\n## B\n\ntwo\n";
  const Page page = page_of(text);
  CHECK(page.head == "# T\n\nhead\n\n");
  CHECK(names_of(page.sections) == std::vector<std::string>{"A", "B"});
  CHECK(*find(page.sections, "A") == "\none\n\n```sh\n## not\n```\n\n");
  CHECK(markdown_of(page) == text);
}

TEST_CASE("students see no answers and no notes, and their own questions") {
  for (const Lab& lab : shipped_labs()) {
    INFO(lab.name);
    const Page page = page_for(lab, before_answers(read_page(lab)), "Ada");
    CHECK(find(page.sections, "Answer") == nullptr);
    CHECK(find(page.sections, "Teacher's notes") == nullptr);
    CHECK(find(page.sections, "Things to notice") == nullptr);
    CHECK_FALSE(says(markdown_of(page), "Things to notice"));
    CHECK(page.sections.size() == 6);
    CHECK(says(page.head, "**Ada**"));
    const Page own = page_in_folder(lab, page);
    CHECK_FALSE(says(markdown_of(own), "scenarios/labs"));
    CHECK_FALSE(says(markdown_of(own), "build/release"));
    CHECK(says(*find(own.sections, "Run"), "rippletank run "));
    CHECK(says(*find(own.sections, "Predict"), "`answers.json`"));
  }
}

TEST_CASE("the words and commands of a student's page have the student's numbers") {
  const auto page_of_lab = [](const std::string& name) {
    const Lab& lab = *find_lab(shipped_labs(), name);
    return page_for(lab, read_page(lab), "ann");
  };
  const auto number = [](const std::string& name, const std::string& wanted) {
    const Lab& lab = *find_lab(shipped_labs(), name);
    return number_json(*find(numbers_for(lab, "ann"), wanted)).dump();
  };
  CHECK(says(*find(page_of_lab("01_star_bus_ring").sections, "Things to try"), "\"ids\":[24]}"));
  CHECK(says(*find(page_of_lab("03_logical_over_physical").sections, "Run"),
             number("03_logical_over_physical", "stations") + "," +
                 number("03_logical_over_physical", "trunk") + " is the cable"));
  CHECK(says(*find(page_of_lab("05_broker").sections, "How it works"),
             number("05_broker", "up_kbit_s") + " kbit/s; the server's"));
  CHECK(says(*find(page_of_lab("10_failure_and_attack").sections, "Things to try"),
             "\"fraction\":" + number("10_failure_and_attack", "share") + "}"));
  for (const Lab& lab : shipped_labs()) {
    INFO(lab.name);
    const std::regex name("[^$][{][a-z_]+[}]");
    CHECK_FALSE(std::regex_search(markdown_of(page_for(lab, read_page(lab), "ann")), name));
  }
}

TEST_CASE("numbers on a page are plain in code, and other braces stay") {
  const Page page = page_of("## A\n{n} `a={n}` {n}\n```sh\n${n} { n } {\"n\":{n}} {}\n```\n{n}\n");
  CHECK(*find(filled(page, {{"n", 12345}}).sections, "A") ==
        "12,345 `a=12345` 12,345\n```sh\n${n} { n } {\"n\":12345} {}\n```\n12,345\n");
}

TEST_CASE("a page that names a number that there is not is refused with its line") {
  const tests::TemporaryFolder folder;
  Lab lab = *find_lab(shipped_labs(), "06_flooding_and_ttl");
  lab.folder = folder.path;
  std::ofstream(folder.path / "README.md") << "# A\n\n## Run\n{degree} and {degre}\n";
  try {
    read_page(lab);
    FAIL_CHECK("no error");
  } catch (const registry::InputError& error) {
    CHECK(error.diagnostics().front().line == 4);
    CHECK(error.diagnostics().front().message ==
          "unknown number \"degre\"; did you mean \"degree\"?");
  }
}

TEST_CASE("paragraphs are wrapped, headings underlined, marks left out") {
  CHECK(laid_out("# A title\n\nSome **bold** words, `code_with_*`, *thin* ones\nand a "
                 "[link](to/somewhere.md) [unit].\n") ==
        "A title\n=======\n\nSome bold words, code_with_*, thin ones\nand a link [unit].\n");
  CHECK(laid_out("## Héading\nx\n") == "Héading\n-------\nx\n");
  CHECK(laid_out("2 * 3 [a] b (c)\n") == "2 * 3 [a] b (c)\n");
}

TEST_CASE("lists hang, tables have columns, code stays as it is") {
  CHECK(laid_out("- one two three four five six seven eight\n- nine\n  ten\n") ==
        "- one two three four five six seven\n  eight\n- nine ten\n");
  CHECK(laid_out("10. one two three four five six seven eight\n   - x\n") ==
        "10. one two three four five six seven\n    eight\n   - x\n");
  CHECK(laid_out("| a | bcd |\n|---|---|\n| `xyz` | what it is, at some length, in words |\n") ==
        "  a    bcd\n  xyz  what it is, at some length, in\n       words\n");
  CHECK(laid_out("```sh\nrun **this** | and   that\n\nnext\n```\n") ==
        "  run **this** | and   that\n\n  next\n");
  CHECK(laid_out("    N ((N - 1)^T)\n") == "    N ((N - 1)^T)\n");
  CHECK(laid_out("").empty());
}

TEST_CASE("pages of labs fit a terminal but for code, and steer none") {
  for (const Lab& lab : shipped_labs()) {
    const std::string text = terminal_text(markdown_of(read_page(lab)), 80);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      const std::string line = text.substr(begin, end - begin);
      begin = end + 1;
      INFO(lab.name << ": " << line);
      CHECK((line.compare(0, 2, "  ") == 0 || registry::display_columns(line) <= 80));
      CHECK(line.find('\t') == std::string::npos);
      CHECK((line.empty() || line.back() != ' '));
    }
  }
}

}  // namespace page_test
