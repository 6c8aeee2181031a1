// Makes pages, with or without the engine.
#include "sim/cli/page_text.hpp"

#include "sim/cli/page_parts.hpp"

namespace rippletank::cli {

PageText page_text(const pages::Assets& assets, const std::string& title,
                   const pages::Content& content, bool plays) {
  if (!plays) return {pages::page(assets, title, content, false), ""};
  if (!assets.engine) {
    return {pages::page(assets, title, content, false),
            "without the engine, so that nothing can be broken in the page: scripts/web builds it"};
  }
  PageText whole{pages::page(assets, title, content, true), ""};
  if (whole.text.size() < largest_page_bytes) return whole;
  return {
      pages::page(assets, title, content, false),
      "without the engine, as the page would be larger than a megabyte: it can be watched; open "
      "the scenario in the lab to break something"};
}

}  // namespace rippletank::cli
