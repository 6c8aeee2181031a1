// Finds the parts of pages.
#include "sim/cli/page_parts.hpp"

#include <filesystem>
#include <string>

#include "sim/cli/command.hpp"
#include "sim/cli/program_folder.hpp"

namespace rippletank::cli {

pages::Assets page_parts() {
  const std::filesystem::path web =
      beside_program({"../share/rippletank/web", "../../analysis/web"}, "page/index.html");
  if (web.empty()) {
    refuse(
        "this program has no parts for pages beside it; install it with cmake --install, or run it "
        "where it was built");
  }
  return pages::read_assets(
      web, beside_program({"../share/rippletank/web/engine", "../wasm"}, "engine.js"));
}

}  // namespace rippletank::cli
