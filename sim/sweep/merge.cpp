// Merges shards.
#include "sim/sweep/merge.hpp"

#include <fmt/format.h>

#include "sim/io/unfinished.hpp"

namespace rippletank::sweep {
namespace {

namespace fs = std::filesystem;

struct OpenShard {
  fs::path folder;
  std::unique_ptr<Store> store;
  Outline outline;
};

/// Nothing where a sweep was ended before it had begun, so that there is nothing to take.
std::optional<OpenShard> open_shard(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / store_name, error)) {
    throw UnusableFolder(
        fmt::format("{}: expected the folder of a sweep, with a {}", folder.string(), store_name));
  }
  std::unique_ptr<Store> store;
  try {
    store = look_into(folder);
  } catch (const UnusableFolder& unusable) {
    throw UnusableFolder(unusable.reason(), "; play this part again");
  }
  std::optional<Outline> outline = store ? store->outline() : std::nullopt;
  if (!outline) return {};
  return OpenShard{folder, std::move(store), std::move(*outline)};
}

void take_folders(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::is_directory(from, error)) return;
  fs::create_directories(to);
  for (const auto& run : fs::directory_iterator(from)) {
    const fs::path target = to / run.path().filename();
    if (!run.is_directory() || fs::exists(target)) continue;
    // Aside and renamed, so that a folder is complete or absent.
    const fs::path part = io::beside(target, "part");
    fs::copy(run.path(), part, fs::copy_options::recursive);
    fs::rename(part, target);
  }
}

}  // namespace

Results merge(const fs::path& folder, const std::vector<fs::path>& shards) {
  std::vector<OpenShard> open;
  for (const fs::path& shard : shards) {
    std::optional<OpenShard> one = open_shard(shard);
    if (!one) continue;
    open.push_back(std::move(*one));
    if (is_same_sweep(open.front().outline, open.back().outline)) continue;
    throw UnusableFolder(
        fmt::format("{} and {} are not of the same sweep: their scenarios, values or repetitions "
                    "differ; run both from the same file",
                    open.front().folder.string(), shard.string()));
  }
  if (open.empty()) {
    throw UnusableFolder(shards.front().string() + ": no sweep was begun there");
  }
  const Outline& outline = open.front().outline;
  const std::unique_ptr<Store> store = open_for_writing(folder, outline.name);
  store->set_outline(outline);
  for (const OpenShard& shard : open) {
    try {
      store->take_over(*shard.store);
    } catch (const Conflict& conflict) {
      throw Conflict(fmt::format(
          "{} has other results in {} than in those before: were they played by other versions of "
          "the program, or from other input files?",
          conflict.what(), shard.folder.string()));
    }
    take_folders(folders_in(shard.folder), folders_in(folder));
  }
  return write_tables(folder, outline, *store, {});
}

}  // namespace rippletank::sweep
