// rippletank lab page: every scenario and lab as one page that needs nothing else.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "analysis/web/pages/gallery.hpp"
#include "analysis/web/pages/lab_files.hpp"
#include "analysis/web/pages/page.hpp"
#include "sim/cli/lab_commands.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/page_parts.hpp"
#include "sim/cli/scenario_gallery.hpp"
#include "sim/cli/written_file.hpp"

namespace rippletank::cli {
namespace {

using registry::Json;

struct PageOptions {
  std::string out = "lab.html";
  bool quiet = false;
};

/// The gallery, but for the texts of scenarios that stand in the labs: the page takes them from
/// there.
Json gallery_of(const std::vector<std::string>& paths) {
  Json cards = pages::gallery_json(scenarios_folder(), paths);
  for (Json& card : cards) {
    if (!card["path"].get_ref<const std::string&>().starts_with("labs/")) continue;
    card.erase("text");
    card.erase("inputs");
  }
  return cards;
}

int write_page(const PageOptions& options) {
  require_writable(options.out);
  const pages::Assets assets = page_parts();
  if (!assets.engine) {
    refuse("the engine of the page has not been built: scripts/web builds it");
  }
  std::vector<std::string> paths;
  for (const GalleryScenario& scenario : gallery()) paths.push_back(scenario.path);
  Json labs = Json::array();
  for (const labs::Lab& lab : read_labs()) labs.push_back(pages::lab_files(lab));
  const pages::Content content{
      {{"kind", "lab"}, {"gallery", gallery_of(paths)}, {"labs", std::move(labs)}}, ""};
  write_to(options.out, pages::page(assets, "rippletank: see how queries spread", content, true));
  if (!options.quiet) fmt::print("Page in {}\n", options.out);
  return exit_done;
}

}  // namespace

void add_lab_page(CLI::App& lab, Action& action) {
  CLI::App* command = lab.add_subcommand(
      "page", "Write the page in which scenarios and labs are played, for a browser");
  command->footer("One file that needs no network: hand it out, or put it on a server.");
  const auto options = std::make_shared<PageOptions>();
  command->add_option("-o,--output", options->out, "File of the page (default: lab.html)")
      ->type_name("FILE");
  add_flag(*command, "--quiet", options->quiet, "No messages");
  command->callback([&action, options] {
    if (options->out.empty()) {
      throw CLI::ValidationError("--output", "expected the name of a file, got an empty one");
    }
    action = [options] { return write_page(*options); };
  });
}

}  // namespace rippletank::cli
