// Describes content.
#include "sim/workload/content/model.hpp"

#include <fmt/format.h>

#include <cmath>
#include <variant>

#include "sim/registry/table.hpp"
#include "sim/workload/content/catalogue.hpp"

namespace rippletank::workload {
namespace {

/// A model none of whose parameters must be given.
registry::Model with_defaults(const registry::Catalogue& catalogue, const char* name) {
  const registry::Entry* entry = catalogue.find(name);
  return {entry, entry->make_parameters()};
}

/// The value of a plain number, or none of a distribution.
const double* constant_of(const core::Distribution& quantity) {
  const auto* constant = std::get_if<core::Constant>(&quantity.model());
  return constant == nullptr ? nullptr : &constant->value;
}

void check(const ContentParameters& content, registry::Reader& reader) {
  const bool named_by_file = content.popularity_is_a_file() || content.replication_is_a_file();
  if (!content.items && !named_by_file) {
    reader.error("expected \"items\", the number of items, as no file names any; got none");
  }
  const double* size = constant_of(content.size_bytes);
  if (size != nullptr && (*size < 1 || *size != std::floor(*size))) {
    reader.error_at("size_bytes", fmt::format("expected whole bytes, at least 1, got {}", *size));
  }
  const double* files = constant_of(content.files_per_peer);
  const bool weighted = files == nullptr || *files != 1;
  if (content.replication_is_a_file() && weighted) {
    reader.error_at("files_per_peer",
                    "the file of \"replication\" says what each peer holds; leave this out");
  }
  if (files != nullptr && *files == 0) {
    reader.error_at("files_per_peer", "expected more than 0, as otherwise no peer shares anything");
  }
}

}  // namespace

ContentParameters::ContentParameters()
    : popularity(with_defaults(popularities(), "uniform")),
      replication(with_defaults(replications(), "uniform")) {}

bool ContentParameters::popularity_is_a_file() const { return popularity.entry->name == "file"; }

bool ContentParameters::replication_is_a_file() const { return replication.entry->name == "file"; }

const registry::Section& ContentParameters::section() {
  using registry::at_least;
  static const registry::Section table =
      registry::Table<ContentParameters>{}
          .field("items", &ContentParameters::items,
                 {.unit = "items",
                  .range = registry::between(1, 1e8),
                  .description = "How many there are, called 0, 1, 2, …; left out, those that the "
                                 "file of `popularity` names, or else that of `replication`."})
          .field("size_bytes", &ContentParameters::size_bytes,
                 {.unit = "bytes",
                  .range = at_least(0),
                  .description = "How large an item is; what is drawn is rounded to whole bytes, 1 "
                                 "to 1e15."})
          .field("popularity", &ContentParameters::popularity,
                 {.description = "How often each item is asked for.", .catalogue = &popularities()})
          .field("replication", &ContentParameters::replication,
                 {.description = "How many copies of each item there are.",
                  .catalogue = &replications()})
          .field("files_per_peer", &ContentParameters::files_per_peer,
                 {.range = at_least(0),
                  .description =
                      "Weight of each peer: copies are put on peers in proportion to it; 1: on all "
                      "alike, drawn 0: on this one none. Measured (Saroiu et al., MMCN 2002: two "
                      "thirds of those who share have up to 100 files, 9 % more than 1000): "
                      "{ \"model\": \"lognormal\", \"median\": 33, \"sigma\": 2.6 }."})
          .check(check);
  return table;
}

}  // namespace rippletank::workload
