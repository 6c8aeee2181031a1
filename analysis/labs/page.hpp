// Page: the README of a lab, by its sections, for students and for terminals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/labs/numbers.hpp"

namespace rippletank::labs {

/// A Markdown page: what stands before the first second-level heading, and the sections.
struct Page {
  std::string head;
  Named<std::string> sections;  ///< text by heading
};

/// The sections that each lab's page has, in their order.
const std::vector<std::string>& page_headings();

Page page_of(const std::string& markdown);
std::string markdown_of(const Page& page);

/// The README of a lab, with names in braces where its numbers belong.
///
/// Errors:  InputError when it cannot be read, or names a number that there is not.
Page read_page(const Lab& lab);

/// The page without what only teachers see: Answer and Teacher's notes.
Page without_answers(Page page);

/// The page as it is read before one has answered: without Things to notice, which tells what
/// comes out, as well.
Page before_answers(Page page);

/// The page with these numbers in place of their names, plain in code, else as people read them.
Page filled(Page page, const Numbers& numbers);

/// The page for a student: with his or her numbers and questions.
Page page_for(const Lab& lab, Page page, std::string_view student);

/// The same for a folder in which the scenarios lie beside the page.
Page page_in_folder(const Lab& lab, Page page);

/// Markdown as text for a terminal, at most so many columns wide but where lines must not break.
std::string terminal_text(const std::string& markdown, std::size_t width);

}  // namespace rippletank::labs
