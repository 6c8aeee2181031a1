// Takes pages apart and puts them together for students.
#include "analysis/labs/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/labs/sheet.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::labs {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Calls `visit` with the place of each brace before a name, the name, and whether it stands in
/// code. What else stands in braces there belongs to commands: JSON, programs, shells' variables.
template <class Visit>
void for_each_name(const std::string& text, Visit visit) {
  constexpr const char* letters = "abcdefghijklmnopqrstuvwxyz_";
  bool in_code = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '`') in_code = !in_code;  // a fence is three of them
    if (text[at] != '{' || (at > 0 && text[at - 1] == '$')) continue;
    const std::size_t end = text.find_first_not_of(letters, at + 1);
    if (end == std::string::npos || end == at + 1 || text[end] != '}') continue;
    visit(at, text.substr(at + 1, end - at - 1), in_code);
  }
}

std::string filled_markdown(const std::string& text, const Numbers& numbers) {
  std::string result;
  std::size_t done = 0;
  for_each_name(text, [&](std::size_t at, const std::string& name, bool in_code) {
    const std::string braces = "{" + name + "}";
    result += text.substr(done, at - done);
    result += in_code ? filled_plainly(braces, numbers) : filled(braces, numbers);
    done = at + braces.size();
  });
  return result + text.substr(done);
}

void require_numbers(const Lab& lab, const std::string& text, const std::string& file) {
  const std::vector<std::string> known = names_of(lab.numbers);
  std::vector<registry::Diagnostic> mistakes;
  for_each_name(text, [&](std::size_t at, const std::string& name, bool /*in_code*/) {
    if (find(lab.numbers, name) != nullptr) return;
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    mistakes.push_back(
        {file, static_cast<int>(line) + 1, "",
         fmt::format("unknown number \"{}\"{}", name, registry::suggestion(name, known))});
  });
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
}

Page without(Page page, std::initializer_list<std::string_view> headings) {
  std::erase_if(page.sections, [&](const auto& section) {
    return std::find(headings.begin(), headings.end(), section.first) != headings.end();
  });
  return page;
}

std::string numbers_table(const Lab& lab, const Numbers& numbers) {
  std::string text = "| number | yours | what it is |\n|---|---|---|\n";
  for (const auto& [name, number] : drawn_numbers(lab, numbers)) {
    text += fmt::format("| {} | {} | {} |\n", name, number_json(number).dump(),
                        find(lab.numbers, name)->meaning);
  }
  return text;
}

}  // namespace

const std::vector<std::string>& page_headings() {
  static const std::vector<std::string> headings = {"Question", "How it works",     "Predict",
                                                    "Run",      "Things to notice", "Things to try",
                                                    "Answer",   "Teacher's notes",  "Source"};
  return headings;
}

Page page_of(const std::string& markdown) {
  Page page;
  std::string* part = &page.head;
  bool in_code = false;
  for (std::size_t begin = 0; begin < markdown.size();) {
    const std::size_t end = std::min(markdown.find('\n', begin), markdown.size());
    const std::string line = markdown.substr(begin, end - begin);
    begin = end + 1;
    if (line.compare(0, 3, "```") == 0) in_code = !in_code;
    if (!in_code && line.compare(0, 3, "## ") == 0) {
      page.sections.emplace_back(line.substr(3), "");
      part = &page.sections.back().second;
    } else {
      *part += line + "\n";
    }
  }
  return page;
}

std::string markdown_of(const Page& page) {
  std::string text = page.head;
  for (const auto& [heading, section] : page.sections) {
    text += fmt::format("## {}\n{}", heading, section);
  }
  while (text.size() > 1 && text.compare(text.size() - 2, 2, "\n\n") == 0) text.pop_back();
  return text;
}

Page read_page(const Lab& lab) {
  const std::string file = (lab.folder / "README.md").string();
  const std::string text = registry::read_input_file({file, file});
  require_numbers(lab, text, file);
  return page_of(text);
}

Page without_answers(Page page) { return without(std::move(page), {"Answer", "Teacher's notes"}); }

Page before_answers(Page page) {
  return without(without_answers(std::move(page)), {"Things to notice"});
}

Page filled(Page page, const Numbers& numbers) {
  for (auto& [heading, section] : page.sections) section = filled_markdown(section, numbers);
  return page;
}

Page page_for(const Lab& lab, Page page, std::string_view student) {
  const Numbers numbers = numbers_for(lab, student);
  page = filled(std::move(page), numbers);
  page.head += fmt::format("This copy is for **{}**, whose numbers are\n\n{}\n", student,
                           numbers_table(lab, numbers));
  if (find(page.sections, "Things to notice") != nullptr) {
    page.head +=
        "What stands under \"Things to notice\" and \"Answer\" was played with the numbers of the "
        "lab, not with these.\n\n";
  }
  for (auto& [heading, section] : page.sections) {
    if (heading != "Predict") continue;
    section = "\nBefore anything is played, write down an answer to each.\n\n" +
              questions_text(lab, numbers) + "\n";
  }
  return page;
}

Page page_in_folder(const Lab& lab, Page page) {
  for (auto& [heading, section] : page.sections) {
    replace_all(section, "scenarios/labs/" + lab.name + "/", "");
    replace_all(section, "build/release/rippletank", "rippletank");
    if (heading != "Predict") continue;
    section +=
        "Write your answers into `answers.json`, in place of `null`: a number, or the name "
        "of a choice in quotes. Whoever marks it plays the simulator again.\n\n";
  }
  return page;
}

}  // namespace rippletank::labs
