aws_s3_bucket.<%= word(it.bucket) %><% if (it.each) { %>[each.key]<% } %>
