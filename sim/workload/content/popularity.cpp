// The popularities: uniform, zipf, flat_head_zipf, file.
#include "sim/workload/content/popularity.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/pinned_math.hpp"
#include "sim/registry/table.hpp"
#include "sim/workload/content/catalogue.hpp"

namespace rippletank::workload {
namespace {

struct Uniform {};
struct Zipf {
  double exponent = 1;
};
struct FlatHeadZipf {
  std::uint32_t head_items = 10;
  double exponent = 1;
};
struct PopularityFile {
  registry::FilePath file;
};

registry::Field exponent_field() {
  return {.range = registry::between(0, 100),
          .description = "How steeply popularity falls with the rank; 0: not at all."};
}

overlay::Popularity flat_head_zipf(const FlatHeadZipf& parameters, core::ItemId items) {
  if (parameters.head_items > items) {
    throw registry::InputError(
        registry::Diagnostic{"", 0, "/content/popularity/head_items",
                             fmt::format("expected at most {}, the number of items, got {}", items,
                                         parameters.head_items)});
  }
  std::vector<double> weights(items, 1.0);
  for (core::ItemId item = parameters.head_items; item < items; ++item) {
    const double rank = item + 1.0;
    weights[item] = core::pow(rank / parameters.head_items, -parameters.exponent);
  }
  return overlay::Popularity::weighted(weights);
}

}  // namespace

const registry::Catalogue& popularities() {
  using registry::describe;
  using registry::Table;
  static const registry::Entry uniform =
      describe<Uniform>("uniform", "Every item is asked for alike.", "", Table<Uniform>{});
  static const registry::Entry zipf = describe<Zipf>(
      "zipf", "Item k, counted from 0, is asked for in proportion to (k + 1)^-exponent.",
      "Breslau et al., Web caching and Zipf-like distributions, INFOCOM 1999: exponents of 0.64 to "
      "0.83",
      Table<Zipf>{}.field("exponent", &Zipf::exponent, exponent_field()), {{"exponent", 0.8}});
  static const registry::Entry flat_head = describe<FlatHeadZipf>(
      "flat_head_zipf",
      "The first items are asked for as often as the last of them would be by zipf, the others as "
      "by "
      "zipf.",
      "Sripanidkulchai, The popularity of Gnutella queries (2001): queries have a flat head and a "
      "Zipf-like tail",
      Table<FlatHeadZipf>{}
          .field("head_items", &FlatHeadZipf::head_items,
                 {.unit = "items",
                  .range = registry::between(1, 1e8),
                  .description = "How many items are alike; at most all."})
          .field("exponent", &FlatHeadZipf::exponent, exponent_field()),
      {{"head_items", 10}, {"exponent", 1}});
  static const registry::Entry file = describe<PopularityFile>(
      "file", "Items and their weights from a CSV file, one row each.", "",
      Table<PopularityFile>{}.required(
          "file", &PopularityFile::file,
          {.description =
               "CSV with the columns item, a name, and weight, how often it is asked for "
               "in proportion to the others."}),
      {{"file", "popularity.csv"}});
  static const registry::Catalogue all{
      "popularity", "popularities", {&uniform, &zipf, &flat_head, &file}};
  return all;
}

overlay::Popularity make_popularity(const registry::Model& model, core::ItemId items) {
  const std::string_view chosen = model.entry->name;
  if (chosen == "zipf") return overlay::Popularity::zipf(items, model.as<Zipf>().exponent);
  if (chosen == "flat_head_zipf") return flat_head_zipf(model.as<FlatHeadZipf>(), items);
  RIPPLETANK_CHECK(chosen == "uniform", "a popularity without rules");
  return overlay::Popularity::uniform(items);
}

const registry::FilePath& popularity_file(const registry::Model& model) {
  return model.as<PopularityFile>().file;
}

}  // namespace rippletank::workload
