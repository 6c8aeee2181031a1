// Takes pages apart and puts them together for students.
#include "analysis/labs/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/labs/sheet.hpp"
#include "sim/registry/input_file.hpp"

namespace rippletank::labs {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
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
  return page_of(registry::read_input_file({file, file}));
}

Page without_answers(Page page) {
  auto& sections = page.sections;
  sections.erase(std::remove_if(sections.begin(), sections.end(),
                                [](const auto& section) {
                                  return section.first == "Answer" ||
                                         section.first == "Teacher's notes";
                                }),
                 sections.end());
  return page;
}

Page page_for(const Lab& lab, Page page, std::string_view student) {
  const Numbers numbers = numbers_for(lab, student);
  page.head += fmt::format(
      "This copy is for **{}**, whose numbers are\n\n{}\n"
      "What stands under \"Things to notice\" was played with the "
      "numbers of the lab, not with these: compare, but do not copy. Where lines under \"Run\" and "
      "\"Things to try\" name stations or counts, they are those of the lab, too: take yours. So "
      "are the descriptions in the scenarios.\n\n",
      student, numbers_table(lab, numbers));
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
