// Names the messages.
#include "sim/protocols/freenet/messages.hpp"

namespace rippletank::protocols::freenet {

std::vector<std::string> message_names() {
  return {"data_request",
          "insert_request",
          "announcement",
          "accepted",
          "rejected",
          "restarted",
          "data_not_found",
          "insert_reply",
          "data_reply",
          "data_insert",
          "data_part",
          "insert_part",
          "store_data",
          "announcement_reply",
          "announcement_execute",
          "announcement_complete"};
}

}  // namespace rippletank::protocols::freenet
