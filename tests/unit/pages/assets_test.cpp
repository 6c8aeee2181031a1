// The parts of pages are found, and what is missing of them is named.
#include "analysis/web/pages/assets.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/pages/parts.hpp"

namespace assets_test {

using namespace rippletank;
using namespace rippletank::tests;
namespace fs = std::filesystem;

namespace {

std::string refusal(const fs::path& web) {
  try {
    pages::read_assets(web, "");
  } catch (const registry::InputError& error) {
    return registry::to_string(error.diagnostics().front());
  }
  return {};
}

bool has(const pages::Assets& assets, const std::string& name) {
  return std::any_of(assets.scripts.begin(), assets.scripts.end(),
                     [&](const auto& script) { return script.first == name; });
}

}  // namespace

TEST_CASE("modules know each other by the names under which a page has them") {
  const pages::Assets assets = parts_without_engine();
  std::set<std::string> names;
  for (const auto& [name, text] : assets.scripts) CHECK(names.insert(name).second);
  CHECK(names.count("page/main.js") == 1);
  CHECK(names.count("page/boot.js") == 0);
  CHECK(names.count("page/worker.js") == 0);
  const std::regex imported("(?:from|import) \"([^\"]+)\"");
  std::size_t imports = 0;
  for (const auto& [name, text] : assets.scripts) {
    if (name.compare(0, 5, "page/") != 0) continue;
    for (std::sregex_iterator at(text.begin(), text.end(), imported), end; at != end; ++at) {
      INFO(name << " imports " << (*at)[1].str());
      CHECK(names.count((*at)[1].str()) == 1);
      ++imports;
    }
  }
  CHECK(imports > 20);
}

TEST_CASE("each part that is missing is named") {
  for (const std::string part :
       {"page/index.html", "page/style.css", "page/boot.js", "vendor/uplot/uPlot.min.css",
        "vendor/uplot/uPlot.iife.min.js", "vendor/gifenc/gifenc.esm.js"}) {
    const TemporaryFolder folder;
    fs::copy(web_folder(), folder.path, fs::copy_options::recursive);
    CHECK(refusal(folder.path).empty());
    fs::remove(folder.path / part);
    INFO(part << ": " << refusal(folder.path));
    CHECK(refusal(folder.path).find(part) != std::string::npos);
  }
  CHECK(refusal("/nowhere/at/all").find("/nowhere/at/all/page/index.html") != std::string::npos);
}

TEST_CASE("the engine may be missing, and takes both its files") {
  CHECK_FALSE(parts_without_engine().engine);
  CHECK_FALSE(has(parts_without_engine(), "worker"));
  const TemporaryFolder folder;
  write_file(folder.path / "engine.js", "the script");
  CHECK_FALSE(pages::read_assets(web_folder(), folder.path).engine);
  write_file(folder.path / "engine.wasm.lzma", "the engine");
  const pages::Assets assets = pages::read_assets(web_folder(), folder.path);
  REQUIRE(assets.engine);
  CHECK(assets.engine->first == "the script");
  CHECK(assets.engine->second == "the engine");
  CHECK(has(assets, "worker"));
  CHECK(has(assets, "unlzma"));
}

}  // namespace assets_test
