// Describes the parameters of Napster.
#include "sim/protocols/napster/parameters.hpp"

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols::napster {
namespace {

using registry::between;
using registry::Field;
using Table = registry::Table<Parameters>;

/// What stands in a message has a length of 16 bits.
constexpr double longest_text_bytes = 1000;
constexpr double most_files = 1e6;

Field bytes(const char* description) {
  return {.unit = "bytes", .range = between(1, longest_text_bytes), .description = description};
}

Field seconds(double least, const char* description) {
  return {.unit = "s", .range = between(least, core::longest_s), .description = description};
}

Table&& with_lengths(Table&& table) {
  return std::move(table)
      .field("nick_bytes", &Parameters::nick_bytes, bytes("A user's name."))
      .field("password_bytes", &Parameters::password_bytes, bytes("A user's password."))
      .field("client_version_bytes", &Parameters::client_version_bytes,
             bytes("What a program tells about itself as it logs in."))
      .field("email_bytes", &Parameters::email_bytes,
             bytes("The address that the server answers a login with."))
      .field("file_name_bytes", &Parameters::file_name_bytes, bytes("The name of a file."))
      .field("search_text_bytes", &Parameters::search_text_bytes,
             bytes("The words that a search is for."))
      .field("error_text_bytes", &Parameters::error_text_bytes,
             bytes("What a server tells those for whom it has no place."));
}

Table&& with_limits(Table&& table) {
  return std::move(table)
      .field("results_max", &Parameters::results_max,
             {.unit = "results",
              .range = between(1, 1e9),
              .description = "How many results a search has at most."})
      .field("files_max", &Parameters::files_max,
             {.unit = "files",
              .range = between(0, most_files),
              .description = "How many of the files that it holds a client shares at most: the "
                             "first ones."})
      .field("user_limit", &Parameters::user_limit,
             {.unit = "users",
              .range = between(1, 1e9),
              .description = "How many users a server lets in at a time; others are refused and "
                             "go elsewhere. Left out: any number."});
}

Table&& with_servers(Table&& table) {
  return std::move(table)
      .field("redirector", &Parameters::redirector,
             {.description = "Whether the first of several servers is a redirector, which only "
                             "names the server with the fewest users to clients. Otherwise they "
                             "know the servers themselves."})
      .field("linked", &Parameters::linked,
             {.description = "Whether servers are linked: those that are connected, as a tree, in "
                             "which a connection that would close a cycle is left out; or, if no "
                             "two are connected, each with each. They pass on searches of which "
                             "they do not find enough themselves, and what agrees transfers."})
      .field("local_only", &Parameters::local_only,
             {.description = "Whether clients ask their server not to pass searches on."});
}

Table&& with_users(Table&& table) {
  return std::move(table)
      .field("source_choice", &Parameters::source_choice,
             {.description = "From whom of those that it has found a client fetches first: from "
                             "who has the fastest link, at random, or in the order of the "
                             "results. Of equals one at random."})
      .field("unshare_rate_per_min", &Parameters::unshare_rate_per_min,
             {.unit = "per minute",
              .range = between(0, 1e6),
              .description = "How often a client that is online withdraws one of its files, at "
                             "random moments; it never shares it again."})
      .field("stop_sharing_share", &Parameters::stop_sharing_share,
             {.unit = "ratio",
              .range = between(0, 1),
              .description = "At which share of these moments it withdraws all of them."});
}

Table&& with_times(Table&& table) {
  return std::move(table)
      .field("login_spread_s", &Parameters::login_spread_s,
             seconds(0, "Clients log in at random moments from the start until then."))
      .field("retry_s", &Parameters::retry_s,
             seconds(0.001,
                     "How long a client waits that has found no server, before it tries again; "
                     "and how long for the answer of one that it wants to log in at."))
      .field("silence_s", &Parameters::silence_s,
             seconds(0,
                     "After how long one end of a login notices that the other has gone without "
                     "a word; until then a server finds what such a client shared."))
      .field("request_timeout_s", &Parameters::request_timeout_s,
             seconds(0.001,
                     "How long a client waits until a file that it has asked for begins to "
                     "come, or waits for a slot, before it turns to the next source."))
      .field("search_timeout_s", &Parameters::search_timeout_s,
             seconds(0.001,
                     "How long a server waits for linked servers before it ends a "
                     "search."));
}

}  // namespace

registry::Section Parameters::section() {
  Table table;
  with_times(with_users(with_servers(with_limits(with_lengths(std::move(table))))));
  return std::move(table)
      .field("server", &Parameters::server,
             {.description = "What each server can do at a time. Every message to it is a request "
                             "that it serves; the files that a client shares as it logs in are "
                             "one, which takes as many services as they are."})
      .field("downloads", &Parameters::downloads,
             {.description = "How clients fetch what they have found, if their queries say so. "
                             "Each piece is a request of its own."});
}

}  // namespace rippletank::protocols::napster
