package io.tributary.local.registry;

/** A request that is answered with an error: the HTTP status and Confluent's error code that say why. */
final class Refusal extends RuntimeException {
  private final int status;
  private final int code;

  private Refusal(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  static Refusal http(int status, String message) {
    return new Refusal(status, status, message);
  }

  static Refusal subjectNotFound(String subject) {
    return new Refusal(404, 40401, "Subject '" + subject + "' not found.");
  }

  static Refusal versionNotFound(String version) {
    return new Refusal(404, 40402, "Version " + version + " not found.");
  }

  static Refusal schemaNotFound(String what) {
    return new Refusal(404, 40403, what + " not found.");
  }

  static Refusal noConfigOfItsOwn(String subject) {
    return new Refusal(404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured.");
  }

  static Refusal incompatible(String subject, String why) {
    return new Refusal(409, 409, "Schema being registered is incompatible with an earlier schema for subject '" + subject + "': " + why);
  }

  static Refusal invalidSchema(String why) {
    return new Refusal(422, 42201, "Invalid schema: " + why);
  }

  static Refusal invalidVersion(String version) {
    return new Refusal(422, 42202, "The specified version '" + version + "' is not a positive integer or 'latest'.");
  }

  static Refusal invalidLevel(String level) {
    return new Refusal(422, 42203, "Invalid compatibility level '" + level + "'.");
  }
}
