// Describes the bare architecture of super-peers.
#include "sim/protocols/super_peer.hpp"

#include <algorithm>

#include "sim/protocols/parts/directory_parameters.hpp"

namespace rippletank::protocols {
namespace {

using Parameters = SuperPeer::Parameters;

UnstructuredSizes sizes_of(const Parameters& parameters) {
  UnstructuredSizes sizes;
  sizes[Search::query] = {parameters.query_header_bytes, parameters.query_text_bytes};
  sizes[Search::query_hit] = {parameters.hit_header_bytes, parameters.result_bytes};
  sizes[Search::check] = {parameters.check_bytes, 0};
  sizes[Search::check_answer] = {parameters.check_bytes, 0};
  sizes[PushLetters::push] = {parameters.push_bytes, 0};
  sizes[PushLetters::give] = {parameters.push_bytes, 0};
  sizes[Unstructured::request] = {parameters.request_bytes, 0};
  sizes[Unstructured::refusal] = {parameters.refusal_bytes, 0};
  sizes[Leaves::publish] = {parameters.publish_bytes, 0};
  sizes[Leaves::leave] = {parameters.leave_bytes, 0};
  return sizes;
}

UnstructuredSettings settings_of(const Parameters& parameters) {
  UnstructuredParameters common;
  common.ttl_hops = parameters.ttl_hops;
  common.search = parameters.search;
  common.query_memory_s = parameters.query_memory_s;
  common.choose_s = parameters.choose_s;
  common.push_memory_s = parameters.push_memory_s;
  common.push_patience_s = parameters.push_patience_s;
  common.downloads = parameters.downloads;
  UnstructuredSettings settings = settings_of(common);
  settings.leaves = parameters.leaf_settings();
  settings.leaves->in_turn = true;
  return settings;
}

registry::Table<Parameters> table_of_sizes() {
  registry::Table<Parameters> table =
      table_of_queries<Parameters>("How many hops a query may travel between super-peers.");
  const auto size = [&table](const char* name, std::uint32_t Parameters::*field,
                             const char* description) {
    std::move(table).field(name, field, bytes_field(description));
  };
  size("query_header_bytes", &Parameters::query_header_bytes, "A query without its text.");
  size("query_text_bytes", &Parameters::query_text_bytes, "Its text.");
  size("hit_header_bytes", &Parameters::hit_header_bytes, "A hit without results.");
  size("result_bytes", &Parameters::result_bytes, "Each result in it.");
  size("check_bytes", &Parameters::check_bytes,
       "What a walker asks the peer that it is from, and the answer to it.");
  size("publish_bytes", &Parameters::publish_bytes,
       "What a leaf, or a partner, tells a super-peer without its items.");
  size("publish_item_bytes", &Parameters::publish_item_bytes, "Each item in it.");
  size("leave_bytes", &Parameters::leave_bytes, "What one says that goes.");
  size("push_bytes", &Parameters::push_bytes, push_description);
  size("request_bytes", &Parameters::request_bytes, "What asks for an item that was found.");
  size("refusal_bytes", &Parameters::refusal_bytes, "The answer of one who has no place for that.");
  return table;
}

registry::Table<Parameters> table_of_times() {
  registry::Table<Parameters> table = with_leaves(table_of_sizes());
  const auto seconds = [&table](const char* name, double Parameters::*field, double least,
                                const char* description) {
    std::move(table).field(name, field, span_field(least, description));
  };
  seconds("choose_s", &Parameters::choose_s, 0,
          "How long after the first hit a peer fetches what it has found, from those whose hits "
          "have come until then.");
  seconds("push_memory_s", &Parameters::push_memory_s, 0, push_memory_description);
  seconds("push_patience_s", &Parameters::push_patience_s, 0.001, push_patience_description);
  return table;
}

}  // namespace

registry::Entry SuperPeer::entry() {
  return registry::describe<Parameters>(
      "super_peer",
      "Super-peers know what their leaves hold, pass queries on among each other and answer for "
      "all of them; what is found is fetched directly.",
      "McKeeth, A Guide to Peer-2-Peer (2003): super-peers; Yang & Garcia-Molina, Designing a "
      "super-peer network, ICDE 2003: partners; sizes are round numbers",
      table_of_times()
          .field("search", &Parameters::search,
                 {.description = "How queries travel between them.", .catalogue = &searches()})
          .field("downloads", &Parameters::downloads,
                 {.description = "How peers fetch what they have found, if their queries say "
                                 "so."}),
      {{"ttl_hops", 3}, {"publish_spread_s", 1}});
}

std::vector<std::string> SuperPeer::message_types() {
  std::vector<std::string> names = Unstructured::message_types_with_leaves();
  // Nobody pings or joins.
  std::fill(names.begin() + Search::types, names.begin() + PushLetters::push, "");
  return names;
}

UnstructuredPlan SuperPeer::plan(const Parameters& parameters) {
  return {settings_of(parameters),
          sizes_of(parameters),
          {0, parameters.result_bytes, parameters.publish_item_bytes},
          message_types(),
          "leaf",
          "super_peer",
          traversals};
}

}  // namespace rippletank::protocols
