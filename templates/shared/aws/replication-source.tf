<% if (it.each) { %>local.sources[each.key]<% } else { %>aws_s3_bucket.<%= word(it.source) %>.arn<% } %>
