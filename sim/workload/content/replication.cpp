// The replications: uniform, proportional, square_root, file.
#include "sim/workload/content/replication.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/registry/table.hpp"
#include "sim/workload/content/apportionment.hpp"
#include "sim/workload/content/catalogue.hpp"

namespace rippletank::workload {
namespace {

/// Two tables of 4 bytes a copy, and counted in 32 bits.
constexpr std::uint64_t most_copies = 1'000'000'000;

struct Replicas {
  double replicas_per_item = 1;
};
struct ReplicasFile {
  registry::FilePath file;
};

registry::Entry strategy(const char* name, const char* summary) {
  return registry::describe<Replicas>(
      name, summary,
      "Cohen & Shenker, Replication strategies in unstructured peer-to-peer networks, SIGCOMM 2002",
      registry::Table<Replicas>{}.field(
          "replicas_per_item", &Replicas::replicas_per_item,
          {.unit = "copies",
           .range = registry::between(1, 1e9),
           .description = "Mean number of copies; each item has at least one and at most one on a "
                          "peer, and in all there are as many as the mean times the items."}),
      {{"replicas_per_item", 4}});
}

[[noreturn]] void refuse(std::string message) {
  throw registry::InputError(
      registry::Diagnostic{"", 0, "/content/replication/replicas_per_item", std::move(message)});
}

std::uint64_t total_copies(double mean, core::ItemId items, core::PeerId sharers) {
  const double total = std::floor(mean * items + 0.5);
  if (mean > sharers) {
    refuse(fmt::format(
        "expected at most {}, as no peer holds an item twice and {} of the peers share, got {}",
        sharers, sharers, mean));
  }
  if (total > static_cast<double>(most_copies)) {
    refuse(
        fmt::format("expected at most {} copies in all, got {:.0f} ({} items); lower it or items",
                    most_copies, total, items));
  }
  return static_cast<std::uint64_t>(total);
}

}  // namespace

const registry::Catalogue& replications() {
  static const registry::Entry uniform = strategy("uniform", "Every item has equally many copies.");
  static const registry::Entry proportional =
      strategy("proportional", "Items have copies in proportion to their popularity.");
  static const registry::Entry square_root = strategy(
      "square_root",
      "Items have copies in proportion to the square root of their popularity, for which blind "
      "search needs the fewest probes.");
  static const registry::Entry file = registry::describe<ReplicasFile>(
      "file", "Who holds what from a CSV file, one row per copy.", "",
      registry::Table<ReplicasFile>{}.required(
          "file", &ReplicasFile::file,
          {.description = "CSV with the columns item and peer, by their names."}),
      {{"file", "holders.csv"}});
  static const registry::Catalogue all{
      "replication", "replications", {&uniform, &proportional, &square_root, &file}};
  return all;
}

const registry::FilePath& replication_file(const registry::Model& model) {
  return model.as<ReplicasFile>().file;
}

std::vector<std::uint32_t> copies_per_item(const registry::Model& model,
                                           const overlay::Popularity& popularity,
                                           core::PeerId sharers) {
  const core::ItemId items = popularity.items();
  const std::uint64_t total = total_copies(model.as<Replicas>().replicas_per_item, items, sharers);
  const std::string_view chosen = model.entry->name;
  std::vector<double> shares(items, 1.0);
  for (core::ItemId item = 0; chosen != "uniform" && item < items; ++item) {
    shares[item] = popularity.probability(item);
    if (chosen == "square_root") shares[item] = std::sqrt(shares[item]);
  }
  return apportion(shares, total, sharers);
}

}  // namespace rippletank::workload
