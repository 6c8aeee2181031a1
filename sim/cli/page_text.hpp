// Page text: a page with the engine, if it is there and the page does not grow too large.
#pragma once

#include <string>

#include "analysis/web/pages/assets.hpp"
#include "analysis/web/pages/page.hpp"

namespace rippletank::cli {

struct PageText {
  std::string text;
  std::string note;  ///< what is missing of it, and what to do; empty: nothing
};

/// `plays`: whether an engine would have something to play.
PageText page_text(const pages::Assets& assets, const std::string& title,
                   const pages::Content& content, bool plays);

}  // namespace rippletank::cli
