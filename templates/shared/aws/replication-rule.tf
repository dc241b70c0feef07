    filter {}

    # A deletion stays where it was made: the copy is there for that too.
    delete_marker_replication {
      status = "Disabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = <%= part('shared/aws/bucket.tf') %>.arn
      storage_class = "STANDARD"

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.<%= word(it.key) %>.arn
      }

      # Copied within 15 minutes, and a metric that says so.
      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }
    }
