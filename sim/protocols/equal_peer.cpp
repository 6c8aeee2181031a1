// Describes the bare architecture of equal peers.
#include "sim/protocols/equal_peer.hpp"

#include "sim/protocols/parts/directory_parameters.hpp"

namespace rippletank::protocols {
namespace {

UnstructuredSizes sizes_of(const EqualPeer::Parameters& parameters) {
  UnstructuredSizes sizes;
  sizes[Search::query] = {parameters.query_header_bytes, parameters.query_text_bytes};
  sizes[Search::query_hit] = {parameters.hit_header_bytes, parameters.result_bytes};
  sizes[Search::check] = {parameters.check_bytes, 0};
  sizes[Search::check_answer] = {parameters.check_bytes, 0};
  sizes[Pings::ping] = {parameters.ping_bytes, 0};
  sizes[Pings::pong] = {parameters.pong_bytes, 0};
  sizes[Joining::connect] = {parameters.connect_bytes, 0};
  sizes[Joining::accept] = {parameters.answer_bytes, 0};
  sizes[Joining::refuse] = {parameters.answer_bytes, 0};
  sizes[Joining::close] = {0, 0};
  sizes[PushLetters::push] = {parameters.push_bytes, 0};
  sizes[PushLetters::give] = {parameters.push_bytes, 0};
  sizes[Unstructured::request] = {parameters.request_bytes, 0};
  sizes[Unstructured::reply] = {parameters.reply_bytes, 0};
  sizes[Unstructured::refusal] = {parameters.refusal_bytes, 0};
  return sizes;
}

}  // namespace

registry::Entry EqualPeer::entry() {
  registry::Table<Parameters> table = with_unstructured(registry::Table<Parameters>{});
  const auto size = [&table](const char* name, std::uint32_t Parameters::*field,
                             const char* description) {
    std::move(table).field(name, field, bytes_field(description));
  };
  size("query_header_bytes", &Parameters::query_header_bytes, "A query without its text.");
  size("query_text_bytes", &Parameters::query_text_bytes, "Its text.");
  size("hit_header_bytes", &Parameters::hit_header_bytes, "A hit without its result.");
  size("result_bytes", &Parameters::result_bytes, "The result in it.");
  size("check_bytes", &Parameters::check_bytes,
       "What a walker asks the peer that it is from, and the answer to it.");
  size("ping_bytes", &Parameters::ping_bytes, "A ping.");
  size("pong_bytes", &Parameters::pong_bytes, "The answer to it.");
  size("connect_bytes", &Parameters::connect_bytes, "What asks another peer to connect.");
  size("answer_bytes", &Parameters::answer_bytes, "The answer to that without addresses.");
  size("address_bytes", &Parameters::address_bytes, "Each address in it.");
  size("push_bytes", &Parameters::push_bytes, push_description);
  size("request_bytes", &Parameters::request_bytes, "What asks for an item that was found.");
  size("reply_bytes", &Parameters::reply_bytes,
       "What a source says before it sends the item; 0: nothing.");
  size("refusal_bytes", &Parameters::refusal_bytes, "The answer of one who has no place for that.");
  return describe_unstructured<Parameters>(
      "equal_peer",
      "Equal peers pass queries on to each other, answer for what they hold the same way back, and "
      "fetch from each other directly.",
      "McKeeth, A Guide to Peer-2-Peer (2003): decentralized networks; sizes are round numbers",
      std::move(table), {{"ttl_hops", 4}});
}

UnstructuredPlan EqualPeer::plan(const Parameters& parameters) {
  UnstructuredPlan plan{
      settings_of(parameters), sizes_of(parameters), {parameters.address_bytes}, message_types()};
  plan.traversals = traversals;
  return plan;
}

}  // namespace rippletank::protocols
