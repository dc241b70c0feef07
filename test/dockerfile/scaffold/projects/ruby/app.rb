require 'socket'

server = TCPServer.new('0.0.0.0', Integer(ENV.fetch('PORT', 4567)))
loop do
  client = server.accept
  client.gets
  client.write("HTTP/1.0 200 OK\r\n\r\nok\n")
  client.close
end
