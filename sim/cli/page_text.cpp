// Makes pages, with or without the engine.
#include "sim/cli/page_text.hpp"

#include <fmt/format.h>

#include <utility>

#include "analysis/web/pages/report.hpp"
#include "sim/cli/page_parts.hpp"

namespace rippletank::cli {
namespace {

constexpr const char* only_plays_back =
    "The page shows the run, but you cannot break or change anything in it and run on: ";

bool is_small(const std::string& page) { return page.size() < largest_page_bytes; }

/// A page without the engine, with half the rows of tables until it is small or they are few.
PageText without_engine(const pages::Assets& assets, const std::string& title,
                        pages::Content content) {
  constexpr std::size_t fewest_rows = 40;
  PageText page{pages::page(assets, title, content, false), {}};
  std::size_t rows = pages::most_reported_rows;
  while (!is_small(page.text) && rows / 2 >= fewest_rows) {
    rows /= 2;
    pages::shorten_tables(content, rows);
    page.text = pages::page(assets, title, content, false);
  }
  if (rows < pages::most_reported_rows) {
    page.notes.push_back(
        fmt::format("The page has at most the first {} rows of each table, since it would be "
                    "larger than a megabyte; the result folder has all of them.",
                    rows));
  }
  return page;
}

}  // namespace

PageText page_text(const pages::Assets& assets, const std::string& title, pages::Content content,
                   bool plays) {
  if (!plays) return without_engine(assets, title, std::move(content));
  std::string reason =
      "the simulator for browsers has not been built. Run scripts/web, then make the page again.";
  if (assets.engine) {
    PageText whole{pages::page(assets, title, content, true), {}};
    if (is_small(whole.text)) return whole;
    reason =
        "with the simulator in it, the page would be larger than a megabyte. To do so, open the "
        "scenario in the page that rippletank lab page makes.";
  }
  PageText page = without_engine(assets, title, std::move(content));
  page.notes.push_back(only_plays_back + reason);
  return page;
}

}  // namespace rippletank::cli
