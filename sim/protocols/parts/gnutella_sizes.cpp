// Works out the sizes of Gnutella's messages from their fields and texts.
#include "sim/protocols/parts/gnutella_sizes.hpp"

#include <string_view>

namespace rippletank::protocols::gnutella {
namespace {

/// GUID 16, type 1, TTL 1, hops 1, payload length 4.
constexpr std::uint32_t header = 23;
constexpr std::uint32_t servent_id = 16;
/// Port 2, IP address 4, number of files 4, kilobytes 4.
constexpr std::uint32_t pong_payload = 14;
static_assert(header + pong_payload == pong_bytes);
/// Servent id, index 4, IP address 4, port 2.
constexpr std::uint32_t push_payload = servent_id + 10;

/// How long a text is, where each `#` stands for the index of a file and each `*` for its name.
std::uint32_t length(std::string_view text, const Lengths& lengths) {
  std::uint32_t bytes = 0;
  for (const char letter : text) {
    bytes += letter == '#' ? lengths.index_digits : letter == '*' ? lengths.name_bytes : 1;
  }
  return bytes;
}

}  // namespace

UnstructuredSizes sizes(const Lengths& lengths) {
  const auto text = [&lengths](std::string_view words) {
    return measure::MessageSize{length(words, lengths), 0};
  };
  // Number of results 1, port 2, IP address 4, speed 4; of the result index 4, size 4, two zeros.
  const std::uint32_t hit_payload =
      11 + 10 + lengths.name_bytes + lengths.trailer_bytes + servent_id;
  UnstructuredSizes all;
  all[Search::query] = {header, 2 + lengths.query_text_bytes + 1};
  all[Search::query_hit] = {header, hit_payload};
  all[Search::check] = {header, 0};
  all[Search::check_answer] = {header, 0};
  // A vendor's code 4, a selector 2, a version 2; the number of hits 1; a number of results 2.
  all[Search::hits_ready] = {header + 8 + 1, 0};
  all[Search::hits_wanted] = {header + 8 + 1, 0};
  all[Search::query_status] = {header + 8 + 2, 0};
  all[Pings::ping] = {header, 0};
  all[Pings::pong] = {header, pong_payload};
  all[Joining::connect] = text("GNUTELLA CONNECT/0.4\n\n");
  all[Joining::accept] = text("GNUTELLA OK\n\n");
  all[Joining::refuse] = {0, 0};
  all[Joining::close] = {0, 0};
  all[PushLetters::push] = {header, push_payload};
  all[PushLetters::give] = text("GIV #:00112233445566778899aabbccddeeff/*\n\n");
  all[Unstructured::request] = text(
      "GET /get/#/*/ HTTP/1.0\r\nConnection: Keep-Alive\r\nRange: bytes=0-\r\n"
      "User-Agent: Gnutella\r\n\r\n");
  all[Unstructured::reply] = text(
      "HTTP 200 OK\r\nServer: Gnutella\r\nContent-type: application/binary\r\n"
      "Content-length: 4356789\r\n\r\n");
  all[Unstructured::refusal] = text("HTTP 503 Busy\r\nServer: Gnutella\r\n\r\n");
  return all;
}

std::vector<std::string> message_types() {
  std::vector<std::string> names = Unstructured::message_types_of_equals();
  names[Search::check] = "walk_check";
  names[Search::check_answer] = "walk_check_answer";
  names[Joining::accept] = "ok";
  names[PushLetters::give] = "giv";
  names[Unstructured::request] = "get";
  names[Unstructured::reply] = "http_ok";
  names[Unstructured::refusal] = "http_busy";
  return names;
}

}  // namespace rippletank::protocols::gnutella
