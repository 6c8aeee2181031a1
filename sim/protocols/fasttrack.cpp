// Describes FastTrack, and how large its messages are.
#include "sim/protocols/fasttrack.hpp"

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {
namespace {

using registry::between;

registry::Table<FastTrack::Parameters> table_of_metadata() {
  registry::Table<FastTrack::Parameters> table = table_of_queries<FastTrack::Parameters>(
      "How many hops a search may travel between supernodes.");
  std::move(table).field("election", &FastTrack::Parameters::election,
                         {.description = "How supernodes are elected, if `joining` is there."});
  const auto length = [&table](const char* name, std::uint32_t FastTrack::Parameters::*field,
                               double most, const char* unit, const char* description) {
    std::move(table).field(name, field,
                           {.unit = unit, .range = between(0, most), .description = description});
  };
  length("terms", &FastTrack::Parameters::terms, 1000, "terms",
         "How many conditions a search has.");
  length("term_bytes", &FastTrack::Parameters::term_bytes, 255, "bytes", "What each of them says.");
  length("tags_bytes", &FastTrack::Parameters::tags_bytes, 1e6, "bytes",
         "What a node tells of each file besides its hash and size: artist, title and so on.");
  length("result_bytes", &FastTrack::Parameters::result_bytes, 1e6, "bytes",
         "Each result of a search.");
  length("name_bytes", &FastTrack::Parameters::name_bytes, 1e6, "bytes", "The name of a user.");
  return table;
}

UnstructuredSettings settings_of(const FastTrack::Parameters& parameters) {
  UnstructuredSettings settings =
      settings_of(static_cast<const UnstructuredParameters&>(parameters));
  settings.leaves = parameters.leaf_settings();
  settings.leaves->joins = parameters.joining.has_value();
  settings.election = parameters.election;
  settings.pings.ttl_hops = 1;
  settings.pings.cached = 10;
  if (settings.joining) settings.joining->told_on_accept = 200;
  return settings;
}

UnstructuredSizes sizes_of(const FastTrack::Parameters& parameters) {
  constexpr std::uint32_t network_name = 5;  // "KaZaA"
  constexpr std::uint32_t header = 5;        // 'K', type 2, length 2
  UnstructuredSizes sizes;
  // A ping by UDP and its answer; key exchange and user; key exchange and the list of supernodes.
  sizes[Joining::connect] = {6 + 12 + 13 + parameters.name_bytes, 0};
  sizes[Joining::accept] = {11 + network_name + 8 + header, 0};
  sizes[Joining::refuse] = {11 + network_name, 0};
  sizes[Pings::ping] = {6, 0};
  sizes[Pings::pong] = {11 + network_name, 0};
  sizes[Search::query] = {header, 9 + parameters.terms * (3 + parameters.term_bytes)};
  sizes[Search::query_hit] = {header, 10 + parameters.result_bytes};
  sizes[PushLetters::push] = {header, 22 + parameters.name_bytes};
  sizes[PushLetters::give] = {14, 0};  // "GIVE 12345678" and the end of the line
  sizes[Unstructured::request] = {250, 0};
  sizes[Unstructured::reply] = {250, 0};
  sizes[Unstructured::refusal] = {150, 0};
  return sizes;
}

}  // namespace

registry::Entry FastTrack::entry() {
  return describe_elected<Parameters>(
      "fasttrack",
      "Ordinary nodes tell supernodes all that they share and let them search; files are fetched "
      "from "
      "several sources at once.",
      "giFT-FastTrack, PROTOCOL v1.19 (2004); Liang, Kumar & Ross, Understanding KaZaA (2004). "
      "Departs: searches are flooded with a TTL; sizes of HTTP requests are round numbers",
      with_fetching(with_joining(with_leaves(table_of_metadata())))
          .check([](const Parameters& parameters, registry::Reader& reader) {
            check_pings(parameters, false, reader);
          }),
      {{"ttl_hops", 3}, {"downloads", {{"sources", 4}, {"retry_s", 300}}}});
}

std::vector<std::string> FastTrack::message_types() {
  std::vector<std::string> names = Unstructured::message_types_with_leaves();
  names[Search::query] = "search";
  names[Search::query_hit] = "reply";
  names[Search::check].clear();  // nothing walks
  names[Search::check_answer].clear();
  names[Unstructured::request] = "http_get";
  names[Unstructured::reply] = "http_ok";
  names[Unstructured::refusal] = "http_busy";
  names[Leaves::publish] = "share";
  return names;
}

UnstructuredPlan FastTrack::plan(const Parameters& parameters) {
  // One message for each file: header 5, and 34 for hash, size and type.
  const std::uint32_t share = 39 + parameters.tags_bytes;
  constexpr std::uint32_t address = 8;
  return {settings_of(parameters),
          sizes_of(parameters),
          {address, parameters.result_bytes, share},
          message_types(),
          "node",
          "supernode",
          traversals,
          true};
}

}  // namespace rippletank::protocols
