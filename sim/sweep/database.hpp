// Database: an SQLite file, closed and finalised whatever happens, with errors as exceptions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace rippletank::sweep {

/// What SQLite could not do.
class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
  bool is_full() const;      ///< no space is left
  bool is_damaged() const;   ///< the file is none of SQLite's, or not whole
  bool is_locked() const;    ///< another program has it
  bool is_readonly() const;  ///< it must not be written, or opened

 private:
  int code_;
};

enum class DatabaseAccess { read, write };

class Database {
 public:
  /// For writing the file is made if it is missing, and held against other writers until the end.
  ///
  /// Errors:  DatabaseError.
  Database(const std::filesystem::path& file, DatabaseAccess access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const std::string& sql);
  sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

/// A prepared statement, whose parameters and columns are numbered from 1 and from 0.
class Statement {
 public:
  Statement(const Database& database, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int parameter, std::string_view text);
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind(int parameter, double number);

  /// Goes on to the next row; false after the last.
  bool step();
  /// Executes it once and makes it ready for other values.
  void run();
  void reset();

  std::string text(int column) const;
  std::int64_t number(int column) const;
  double real(int column) const;

 private:
  [[noreturn]] void fail() const;

  const Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// All or nothing: what is done before commit() is undone if that is not reached.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool is_open_ = true;
};

}  // namespace rippletank::sweep
