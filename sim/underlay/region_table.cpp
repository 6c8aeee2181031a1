// Reads tables of regions.
#include "sim/underlay/region_table.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "sim/registry/counts.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::underlay {
namespace {

using registry::Json;
using registry::Reader;

constexpr double longest_latency_ms = 1e9;
constexpr const char* latency_key = "latency_ms";
constexpr const char* share_key = "node_share";

std::string key_of(const char* name, const std::optional<std::string>& table) {
  return table ? fmt::format("{}_{}", name, *table) : name;
}

/// What ends the names of the latency tables of a file.
std::vector<std::string> tables_in(const Json& document) {
  std::vector<std::string> tables;
  const std::string start = key_of(latency_key, "");
  for (const auto& [key, value] : document.items()) {
    if (key.compare(0, start.size(), start) == 0) tables.push_back(key.substr(start.size()));
  }
  return tables;
}

/// The keys that no table asks for, one of which may be a slip for one that is missing.
std::vector<std::string> unknown_keys(const Json& document,
                                      const std::vector<std::string>& tables) {
  std::set<std::string> known = {"regions", latency_key, share_key};
  for (const std::string& table : tables) {
    known.insert({key_of(latency_key, table), key_of(share_key, table)});
  }
  std::vector<std::string> keys;
  for (const auto& [key, value] : document.items()) {
    if (known.count(key) == 0) keys.push_back(key);
  }
  return keys;
}

/// What to do about a key that a file does not have.
std::string advice(const Json& document, const std::string& key,
                   const std::optional<std::string>& table) {
  const std::vector<std::string> tables = tables_in(document);
  if (!table && key != "regions" && !tables.empty()) {
    return fmt::format("; choose one of its tables, for example by \"table\": {} in the underlay",
                       registry::found(tables.front()));
  }
  if (table && key == key_of(latency_key, table)) {
    if (tables.empty()) return "; the file has no tables to choose from, leave out \"table\"";
    return registry::suggestion(*table, tables);
  }
  const std::string slip = registry::nearest_name(key, unknown_keys(document, tables));
  return slip.empty() ? "" : fmt::format("; if {} is meant, rename it", registry::found(slip));
}

template <class T>
std::optional<T> read_key(const Json& document, const std::string& key,
                          const registry::Field& field, const std::optional<std::string>& table,
                          Reader& reader) {
  const auto value = document.find(key);
  if (value == document.end()) {
    reader.error(fmt::format("missing {}: expected {}{}", registry::found(key),
                             registry::Codec<T>::type(field).text(), advice(document, key, table)));
    return {};
  }
  const Reader::Step step = reader.enter(key);
  const std::size_t before = reader.error_count();
  T read{};
  registry::Codec<T>::read(*value, read, registry::Codec<T>::type(field), reader);
  if (reader.error_count() > before) return {};
  return read;
}

void check_names(const std::vector<std::string>& names, Reader& reader) {
  const Reader::Step step = reader.enter("regions");
  if (names.empty()) reader.error("expected at least one region, got none");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) {
      reader.error_at(std::to_string(i), "expected a name, got an empty one");
    } else if (!seen.insert(names[i]).second) {
      reader.error_at(std::to_string(i),
                      fmt::format("expected another name for each region, got {} again",
                                  registry::found(names[i])));
    }
  }
}

/// Records it when a list has not one value for each region.
bool has_one_each(std::size_t size, std::size_t regions, const char* one, const char* many,
                  Reader& reader) {
  if (size == regions) return true;
  reader.error(fmt::format("expected {}, one for each of the regions, got {}",
                           registry::count_in_words(regions, one, many),
                           registry::count_text(size)));
  return false;
}

std::vector<double> square_of(const std::vector<std::vector<double>>& rows, std::size_t regions,
                              RegionLatency latency, Reader& reader) {
  std::vector<double> square;
  if (!has_one_each(rows.size(), regions, "row", "rows", reader)) return square;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Reader::Step row = reader.enter(i);
    if (!has_one_each(rows[i].size(), regions, "latency", "latencies", reader)) continue;
    for (std::size_t j = 0; j < regions; ++j) {
      square.push_back(rows[i][j]);
      if (latency == RegionLatency::constant || rows[i][j] > pareto_below_mean_ms) continue;
      const Reader::Step cell = reader.enter(j);
      reader.error(
          fmt::format("expected more than {} [ms] for \"latency\": \"pareto\", whose least "
                      "value is {} ms less, got {}",
                      pareto_below_mean_ms, pareto_below_mean_ms, rows[i][j]));
    }
  }
  return square;
}

void check_shares(const std::vector<double>& shares, std::size_t regions, Reader& reader) {
  if (!has_one_each(shares.size(), regions, "share", "shares", reader)) return;
  if (std::all_of(shares.begin(), shares.end(), [](double share) { return share == 0; })) {
    reader.error("expected at least one share above 0, got none");
  }
}

RegionTable read_table(const Json& document, const RegionsParameters& parameters, Reader& reader) {
  const std::optional<std::string>& table = parameters.table;
  RegionTable regions;
  if (!document.is_object()) {
    reader.error("expected an object, got " + registry::found(document));
    return regions;
  }
  const std::string latency = key_of(latency_key, table);
  const std::string share = key_of(share_key, table);
  const auto names = read_key<std::vector<std::string>>(document, "regions", {}, table, reader);
  const auto rows = read_key<std::vector<std::vector<double>>>(
      document, latency, {.unit = "ms", .range = registry::between(0, longest_latency_ms)}, table,
      reader);
  const auto shares = read_key<std::vector<double>>(
      document, share, {.range = registry::between(0, 1e9)}, table, reader);
  if (!names) return regions;
  check_names(*names, reader);
  if (rows) {
    const Reader::Step step = reader.enter(latency);
    regions.latency_ms = square_of(*rows, names->size(), parameters.latency, reader);
  }
  if (shares) {
    const Reader::Step step = reader.enter(share);
    check_shares(*shares, names->size(), reader);
    regions.share = *shares;
  }
  regions.names = *names;
  return regions;
}

}  // namespace

RegionTable parse_regions(std::string_view text, const std::string& file_name,
                          const RegionsParameters& parameters) {
  registry::ParsedJson parsed = registry::parse_json(text, file_name);
  if (!parsed.mistakes.empty()) throw registry::InputError(std::move(parsed.mistakes));
  Reader reader{{}};
  RegionTable regions = read_table(parsed.value, parameters, reader);
  std::vector<registry::Diagnostic> mistakes = reader.diagnostics();
  if (mistakes.empty()) return regions;
  registry::fill_in_lines(text, mistakes);
  for (registry::Diagnostic& mistake : mistakes) mistake.file = file_name;
  registry::sort_by_line(mistakes);
  throw registry::InputError(std::move(mistakes));
}

RegionTable read_regions(const RegionsParameters& parameters) {
  return parse_regions(registry::read_input_file(parameters.file), parameters.file.shown(),
                       parameters);
}

}  // namespace rippletank::underlay
