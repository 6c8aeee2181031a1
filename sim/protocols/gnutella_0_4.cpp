// Describes Gnutella 0.4, and how large its messages are.
#include "sim/protocols/gnutella_0_4.hpp"

#include <string_view>

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {
namespace {

/// GUID 16, type 1, TTL 1, hops 1, payload length 4.
constexpr std::uint32_t header = 23;
constexpr std::uint32_t servent_id = 16;
/// Port 2, IP address 4, number of files 4, kilobytes 4.
constexpr std::uint32_t pong_payload = 14;
/// Servent id, index 4, IP address 4, port 2.
constexpr std::uint32_t push_payload = servent_id + 10;

/// How long a text is, where each `#` stands for the index of a file and each `*` for its name.
std::uint32_t length(std::string_view text, const Gnutella04::Parameters& parameters) {
  std::uint32_t bytes = 0;
  for (const char letter : text) {
    bytes += letter == '#' ? parameters.index_digits : letter == '*' ? parameters.name_bytes : 1;
  }
  return bytes;
}

Unstructured::Sizes sizes_of(const Gnutella04::Parameters& parameters) {
  const auto text = [&parameters](std::string_view words) {
    return measure::MessageSize{length(words, parameters), 0};
  };
  // Number of results 1, port 2, IP address 4, speed 4; of the result index 4, size 4, two zeros.
  const std::uint32_t hit_payload =
      11 + 10 + parameters.name_bytes + parameters.trailer_bytes + servent_id;
  Unstructured::Sizes sizes;
  sizes[Search::query] = {header, 2 + parameters.query_text_bytes + 1};
  sizes[Search::query_hit] = {header, hit_payload};
  sizes[Search::check] = {header, 0};
  sizes[Search::check_answer] = {header, 0};
  sizes[Pings::ping] = {header, 0};
  sizes[Pings::pong] = {header, pong_payload};
  sizes[Joining::connect] = text("GNUTELLA CONNECT/0.4\n\n");
  sizes[Joining::accept] = text("GNUTELLA OK\n\n");
  sizes[Joining::refuse] = {0, 0};
  sizes[Joining::close] = {0, 0};
  sizes[Pushes::push] = {header, push_payload};
  sizes[Pushes::give] = text("GIV #:00112233445566778899aabbccddeeff/*\n\n");
  sizes[Unstructured::request] = text(
      "GET /get/#/*/ HTTP/1.0\r\nConnection: Keep-Alive\r\nRange: bytes=0-\r\n"
      "User-Agent: Gnutella\r\n\r\n");
  sizes[Unstructured::reply] = text(
      "HTTP 200 OK\r\nServer: Gnutella\r\nContent-type: application/binary\r\n"
      "Content-length: 4356789\r\n\r\n");
  sizes[Unstructured::refusal] = text("HTTP 503 Busy\r\nServer: Gnutella\r\n\r\n");
  return sizes;
}

registry::Field length_field(const char* unit, double least, double most, const char* description) {
  return {.unit = unit, .range = registry::between(least, most), .description = description};
}

}  // namespace

registry::Entry Gnutella04::entry() {
  registry::Entry entry = registry::describe<Parameters>(
      "gnutella_0_4",
      "Servents without a server flood queries, answer along the way back, and fetch by HTTP or, "
      "from behind a firewall, by push.",
      "Gnutella Protocol Specification v0.4 (Clip2, 2001); departs: see the header of its file",
      with_unstructured(registry::Table<Parameters>{})
          .field("query_text_bytes", &Parameters::query_text_bytes,
                 length_field("bytes", 0, 1e6, "What a query looks for."))
          .field("name_bytes", &Parameters::name_bytes,
                 length_field("bytes", 0, 1e6, "The name of a file."))
          .field("index_digits", &Parameters::index_digits,
                 length_field("digits", 1, 10, "The index of a file at its holder, in requests."))
          .field("trailer_bytes", &Parameters::trailer_bytes,
                 length_field("bytes", 0, 1e6,
                              "What vendors put after the results of a hit: their code 4, open "
                              "data with its length 3.")),
      {{"ttl_hops", 4}});
  entry.endless = [](const void* parameters) {
    return endless_of(*static_cast<const Parameters*>(parameters));
  };
  return entry;
}

std::vector<std::string> Gnutella04::message_types() {
  return {"query",  "query_hit", "walk_check", "walk_check_answer",
          "ping",   "pong",      "connect",    "ok",
          "refuse", "close",     "push",       "giv",
          "get",    "http_ok",   "http_busy"};
}

Gnutella04::Gnutella04(const Parameters& parameters, const overlay::SetUp& set_up)
    : Unstructured(settings_of(parameters), sizes_of(parameters), header + pong_payload, set_up) {}

}  // namespace rippletank::protocols
