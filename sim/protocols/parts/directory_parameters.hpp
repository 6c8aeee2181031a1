// The parameters of a directory, for every protocol whose servers know who holds what.
#pragma once

#include <cstdint>
#include <utility>

#include "sim/protocols/parts/server_parameters.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// The base of the parameters of such a protocol. Sizes are round numbers.
struct DirectoryParameters {
  std::uint32_t login_bytes = 50;
  std::uint32_t welcome_bytes = 25;
  std::uint32_t publish_item_bytes = 90;
  std::uint32_t search_header_bytes = 40;
  std::uint32_t search_text_bytes = 18;
  std::uint32_t results_header_bytes = 4;
  std::uint32_t result_bytes = 100;
  std::uint32_t results_max = 100;
  std::uint32_t request_bytes = 50;
  std::uint32_t refusal_bytes = 25;
  double login_spread_s = 10;
  double retry_s = 60;
  double silence_s = 60;
  ServerParameters server;
};

/// What a description of a size in bytes has in common with all others.
registry::Field bytes_field(const char* description);

/// Adds the fields of DirectoryParameters to the table of a protocol.
template <class P>
registry::Table<P>&& with_directory(registry::Table<P>&& table) {
  using registry::between;
  const auto size = [&table](const char* name, std::uint32_t DirectoryParameters::*field,
                             const char* description) {
    std::move(table).field(name, static_cast<std::uint32_t P::*>(field), bytes_field(description));
  };
  const auto seconds = [&table](const char* name, double DirectoryParameters::*field, double least,
                                const char* description) {
    std::move(table).field(
        name, static_cast<double P::*>(field),
        {.unit = "s", .range = between(least, core::longest_s), .description = description});
  };
  size("login_bytes", &P::login_bytes, "A client's login.");
  size("welcome_bytes", &P::welcome_bytes,
       "The server's answer to it; as long as a logout and as the answer that a server does not "
       "know who asks, or has no place for a request.");
  size("publish_item_bytes", &P::publish_item_bytes,
       "What a client that has logged in tells about each item that it holds.");
  size("search_header_bytes", &P::search_header_bytes, "A search without its text.");
  size("search_text_bytes", &P::search_text_bytes, "Its text.");
  size("results_header_bytes", &P::results_header_bytes, "An answer without results.");
  size("result_bytes", &P::result_bytes, "Each result in it.");
  std::move(table).field("results_max", static_cast<std::uint32_t P::*>(&P::results_max),
                         {.unit = "results",
                          .range = between(1, 1e9),
                          .description = "How many results an answer has at most."});
  size("request_bytes", &P::request_bytes, "What asks for an item that was found.");
  size("refusal_bytes", &P::refusal_bytes, "The answer of one who has no place for that.");
  seconds("login_spread_s", &P::login_spread_s, 0,
          "Clients log in at random moments from the start until then.");
  seconds("retry_s", &P::retry_s, 0.001,
          "How long a client waits that found none of its servers, or no place to publish what it "
          "holds, before it tries again.");
  seconds(
      "silence_s", &P::silence_s, 0,
      "After how long a server notices that a client has gone without a word, until when it finds "
      "what that client held; and a client that its server has crashed, if it asks nothing "
      "before that.");
  std::move(table).field("server", static_cast<ServerParameters P::*>(&P::server),
                         {.description = "What each server can do at a time. Logins, publications, "
                                         "searches and whatever else it is asked for are requests "
                                         "that it serves."});
  return std::move(table);
}

}  // namespace rippletank::protocols
