// rippletank merge OUT SHARD...: puts the parts of a sweep together.
#include "sim/sweep/merge.hpp"

#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/registry/counts.hpp"

namespace rippletank::cli {
namespace {

struct MergeOptions {
  std::string out;
  std::vector<std::string> shards;
  bool quiet = false;
};

int run_merge(const MergeOptions& options) {
  try {
    const sweep::Results results =
        sweep::merge(options.out, {options.shards.begin(), options.shards.end()});
    if (!options.quiet) {
      const std::uint64_t missing = sweep::missing_runs(options.out);
      if (missing > 0) {
        fmt::print("{} missing: not all parts are here, or not all of them are complete\n",
                   registry::count_in_words(missing, "run is", "runs are"));
      }
      fmt::print("{} of {}, {} failed\nResults in {}\n",
                 registry::count_in_words(results.runs(), "run", "runs"),
                 registry::count_in_words(results.points.size(), "point", "points"),
                 registry::count_text(results.failed()), options.out);
    }
    return results.failed() == 0 ? exit_done : exit_failed;
  } catch (const sweep::UnusableFolder& reason) {
    throw registry::InputError(registry::Diagnostic{"", 0, "", reason.what()});
  }
}

}  // namespace

void add_merge_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("merge", "Put parts of a sweep together (see sweep --shard)");
  const auto options = std::make_shared<MergeOptions>();
  command->add_option("OUT", options->out, "Folder of the whole sweep; may hold runs already")
      ->required();
  command->add_option("SHARD", options->shards, "Folders of its parts")->required();
  add_flag(*command, "--quiet", options->quiet, "No summary");
  command->callback([&action, options] { action = [options] { return run_merge(*options); }; });
}

}  // namespace rippletank::cli
