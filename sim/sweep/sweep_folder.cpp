// Opens folders of sweeps and writes their tables.
#include "sim/sweep/sweep_folder.hpp"

#include <fmt/format.h>

#include "sim/io/unfinished.hpp"
#include "sim/io/whole_file.hpp"

namespace rippletank::sweep {
namespace {

namespace fs = std::filesystem;

constexpr const char* elsewhere = "; choose another --out";

/// Why a folder cannot hold a sweep, or empty.
std::string why_no_folder(const fs::path& folder) {
  std::error_code error;
  if (folder.empty()) return "expected the name of a folder, got an empty one";
  if (std::string reason = io::why_not_reachable(folder); !reason.empty()) return reason;
  if (!fs::exists(folder, error)) return {};
  if (!fs::is_directory(folder, error)) return folder.string() + " exists and is not a folder";
  if (fs::exists(folder / store_name, error)) return {};
  const bool is_empty = fs::is_empty(folder, error);
  if (error) return fmt::format("cannot look into {}: {}", folder.string(), error.message());
  if (is_empty) return {};
  return fmt::format("{} exists and is not a sweep's (it has no {})", folder.string(), store_name);
}

[[noreturn]] void refuse_store(const fs::path& file, const std::string& reason) {
  throw UnusableFolder(fmt::format("{} is {}", file.string(), reason),
                       "; move it away, and the sweep starts anew, or choose another --out");
}

/// Opens a store and puts into words why that cannot be done.
std::unique_ptr<Store> open(const fs::path& folder, DatabaseAccess access) {
  const fs::path file = folder / store_name;
  try {
    return std::make_unique<Store>(file, access);
  } catch (const UnusableStore& error) {
    refuse_store(file, error.what());
  } catch (const DatabaseError& error) {
    if (error.is_full()) throw;
    if (error.is_damaged()) refuse_store(file, "damaged, or no database at all");
    if (error.is_locked()) {
      throw UnusableFolder(
          fmt::format("{} is held by another program: a sweep that writes to it, or one that reads "
                      "its {}; wait "
                      "for it, or choose another --out",
                      folder.string(), store_name));
    }
    throw UnusableFolder(
        fmt::format("cannot {} {}: {}", access == DatabaseAccess::write ? "write to" : "read",
                    file.string(), error.what()),
        elsewhere);
  }
}

/// What a sweep that was killed was writing; nobody else is, while the store is held.
void clear_away_parts(const fs::path& folder) {
  for (const fs::path& place : {folder, folders_in(folder)}) {
    std::error_code error;
    std::vector<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(place, error)) {
      const std::string name = entry.path().filename().string();
      if (name.front() == '.' && name.find(".part-") != std::string::npos) {
        parts.push_back(entry.path());
      }
    }
    for (const fs::path& part : parts) fs::remove_all(part, error);
  }
}

}  // namespace

fs::path folders_in(const fs::path& folder) { return folder / "runs"; }

std::unique_ptr<Store> look_into(const fs::path& folder) {
  if (std::string reason = why_no_folder(folder); !reason.empty()) {
    throw UnusableFolder(reason, elsewhere);
  }
  std::error_code error;
  const auto bytes = fs::file_size(folder / store_name, error);
  if (error || bytes == 0) return nullptr;
  return open(folder, DatabaseAccess::read);
}

std::unique_ptr<Store> open_for_writing(const fs::path& folder, const std::string& sweep_name) {
  if (std::string reason = why_no_folder(folder); !reason.empty()) {
    throw UnusableFolder(reason, elsewhere);
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw UnusableFolder(
        fmt::format("cannot make the folder {}: {}", folder.string(), error.message()), elsewhere);
  }
  std::unique_ptr<Store> store = open(folder, DatabaseAccess::write);
  clear_away_parts(folder);
  const std::optional<Outline> before = store->outline();
  if (before && before->name != sweep_name) {
    throw UnusableFolder(fmt::format("{} holds the sweep \"{}\", not \"{}\"", folder.string(),
                                     before->name, sweep_name),
                         elsewhere);
  }
  return store;
}

std::uint64_t missing_runs(const fs::path& folder) {
  const std::unique_ptr<Store> store = look_into(folder);
  const std::optional<Outline> outline = store ? store->outline() : std::nullopt;
  return outline ? survey(*outline, store.get(), {}).missing.size() : 0;
}

Results write_tables(const fs::path& folder, const Outline& outline, const Store& store,
                     const Shard& shard) {
  io::WholeFiles files(folder);
  Results results = write_runs(outline, store, shard, files.path() / "runs.csv");
  write_groups(outline, results, files.path() / "groups.csv");
  io::write_text(files.path() / "summary.json", summary_json(outline, results).dump(2) + "\n");
  files.commit();
  return results;
}

}  // namespace rippletank::sweep
