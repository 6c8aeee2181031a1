// Page text: a page with the engine, if it is there and the page does not grow too large.
#pragma once

#include <string>
#include <vector>

#include "analysis/web/pages/assets.hpp"
#include "analysis/web/pages/page.hpp"

namespace rippletank::cli {

struct PageText {
  std::string text;
  std::vector<std::string> notes;  ///< what is missing of it, and what to do
};

/// `plays`: whether an engine would have something to play. What does not fit into a megabyte is
/// left out: first the engine, then rows of tables.
PageText page_text(const pages::Assets& assets, const std::string& title, pages::Content content,
                   bool plays);

}  // namespace rippletank::cli
